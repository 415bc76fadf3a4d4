# indicators.awk - the verdict over what indicators, talib and tulip print and
# what stands in figures.txt ("figure WHO NAME NS")
function least(v, k, x) { if (!(k in v) || x < v[k]) v[k] = x }
/^#/ { next }
$1 == "calibration" { least(one, "here", $2) }
$1 == "ns" { least(ours, $2, $3) }
$1 == "talib" { least(ta, $2, $3) }
$1 == "tulip" { least(tulip, $2, $3) }
$1 == "candles" { least(one, "candles", $2) }
$1 == "periods" { least(p14, $2, $3); least(p200, $2, $4) }
$1 == "figure" && $2 == "calibration" { one["there"] = $3 }
$1 == "figure" && $2 == "talib" { figure[$3] = $4 }
$1 == "figure" && $2 == "tulip" { figure_tulip[$3] = $4 }
# Windowed sums are compensated here, and may cost as much as 2.5 ns where one
# chain costs 1.89.
function may(name, ns) {
	return name ~ /^(sma|ma|wma|trima|sum|var|stddev|bbands|apo|ppo|linearreg.*|tsf)$/ &&
	       ns <= 2.5 * one["here"] / 1.89
}
END {
	scale = 1
	if ("there" in one) {
		scale = one["here"] / one["there"]
		for (k in figure) ta[k] = figure[k] * scale
		for (k in figure_tulip) tulip[k] = figure_tulip[k] * scale
		printf "indicators against the figures of figures.txt times %.2f " \
		       "(one chain: %.2f ns here, %.2f there)\n",
			scale, one["here"], one["there"]
	} else {
		printf "indicators against the libraries found here:%s (one chain %.2f ns)\n", peers, one["here"]
	}
	for (k in ta) {
		n++
		sum += ours[k]
		sum_ta += ta[k]
		best = (k in tulip) && tulip[k] < ta[k] ? tulip[k] : ta[k]
		row = sprintf("%-20s %8.2f %8.2f %8s %6.2f", k, ours[k], ta[k],
			(k in tulip) ? sprintf("%.2f", tulip[k]) : "-", ours[k] / best)
		if (ours[k] > 1.2 * best && !may(k, ours[k])) { slow++; slower[k] = row }
		if (all) print row | "sort"
	}
	close("sort")
	printf "%d functions: %.0f ns a bar together, TA-Lib %.0f, ratio %.3f (<= 0.5)\n",
		n, sum, sum_ta, sum / sum_ta
	printf "61 candle patterns together: %.1f ns a bar (<= 150), one chain %.2f\n",
		one["candles"], one["here"]
	printf "slower than the faster of TA-Lib and Tulip by more than 20 %%, but for sums: %d\n", slow
	if (slow) {
		printf "  %-20s %8s %8s %8s %6s\n", "name", "ours", "TA-Lib", "Tulip", "ratio"
		for (k in slower) print "  " slower[k] | "sort -k5 -rn"
		close("sort -k5 -rn")
	}
	for (k in p14)
		if (p200[k] > 2 * p14[k]) {
			long++
			far[k] = sprintf("  %-20s %8.2f %8.2f", k, p14[k], p200[k])
		}
	printf "period 200 dearer than twice period 14: %d\n", long
	for (k in far) print far[k] | "sort"
	close("sort")
}
