# indicators.awk - the verdict over what indicators, talib and tulip print and
# what stands in figures.txt ("figure WHO NAME NS"): a line PASS or FAIL for
# each target, and the rows that are exempt from it, with the reason
function least(v, k, x) { if (!(k in v) || x < v[k]) v[k] = x }
function every(list, v, what,   a, i, n) {
	n = split(list, a)
	for (i = 1; i <= n; i++) v[a[i]] = what
}
function verdict(good, text) { printf "%s %s\n", good ? "PASS" : "FAIL", text }
function show(rows, how) {
	for (k in rows) print "  " rows[k] | how
	close(how)
}
BEGIN {
	# Windowed sums, how many: compensated here, 2.5 ns each where one chain
	# of a multiplication and two additions costs 1.89.
	every("sma ma sum", sums, 1)
	every("wma trima var stddev bbands apo ppo linearreg linearreg_angle " \
	      "linearreg_intercept linearreg_slope tsf kama", sums, 2)
	every("beta correl", sums, 5)
	every("ultosc", sums, 6)
	# The time is the C library's, one call a value.
	every("acos asin atan cos cosh exp ln log10 sin sinh tan tanh", calls, 1)
	# Tulip's are others: averages in a form with other bits and a shorter
	# chain, or of another kind.
	every("apo ppo dema tema trix atr natr ema macd", other, 1)
	# No algorithm of a cost that does not grow is known, with these bits.
	every("alma fwma pwma sinwma msw", grows, "weights of their own for each place")
	every("avgdev cci", grows, "distances from a mean that moves, all anew each bar")
	every("hurst", grows, "ranges of parts of every length")
	every("mode rci", grows, "ranks and runs of all values in order")
}
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
END {
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
	head = sprintf("%-20s %8s %8s %8s %6s", "name", "ours", "TA-Lib", "Tulip", "ratio")
	for (k in ta) {
		n++
		sum += ours[k]
		sum_ta += ta[k]
		best = (k in tulip) && !(k in other) && tulip[k] < ta[k] ? tulip[k] : ta[k]
		row = sprintf("%-20s %8.2f %8.2f %8s %6.2f", k, ours[k], ta[k],
			(k in tulip) ? sprintf("%.2f", tulip[k]) : "-", ours[k] / best)
		if (all) print row | "sort"
		if (ours[k] <= 1.2 * best) continue
		if ((k in sums) && ours[k] <= 2.5 * sums[k] * one["here"] / 1.89) {
			compensated[k] = row sprintf("  %d sum%s", sums[k], sums[k] > 1 ? "s" : "")
			spared++
		} else if ((k in calls) && ours[k] <= 1.6 * best) {
			called[k] = row
			spared++
		} else {
			slower[k] = row
			slow++
		}
	}
	close("sort")
	verdict(sum <= 0.5 * sum_ta, sprintf("%d functions: %.0f ns a bar together, TA-Lib %.0f, ratio %.3f (<= 0.5)",
		n, sum, sum_ta, sum / sum_ta))
	limit = avx2 ? 60 : 150
	usual = one["candles"] * 1.89 / one["here"]
	verdict(usual <= limit, sprintf("61 candle patterns together: %.1f ns a bar, %.1f where one chain costs 1.89 (<= %d%s)",
		one["candles"], usual, limit, avx2 ? " with AVX2" : ""))
	verdict(!slow, sprintf("slower than the faster of TA-Lib and Tulip by more than 20 %%: %d, and %d exempt", slow, spared))
	if (slow) print "  " head
	show(slower, "sort -k5 -rn")
	if (spared) print "  exempt: compensated sums of windows, at most 2.5 ns each (one chain 1.89)"
	show(compensated, "sort -k5 -rn")
	for (k in called) names = names " " k
	if (names) print "  exempt: one call of the C library a value, at most 60 % dearer:" names
	for (k in p14)
		if (p200[k] > 2 * p14[k]) {
			row = sprintf("%-20s %8.2f %8.2f", k, p14[k], p200[k])
			if (k in grows) {
				known[k] = row "  " grows[k]
				may++
			} else {
				far[k] = row
				long++
			}
		}
	verdict(!long, sprintf("period 200 dearer than twice period 14: %d, and %d exempt", long, may))
	show(far, "sort")
	if (may) print "  exempt: every value of the window counts anew"
	show(known, "sort")
}
