/* words_said.c - sentences as people write them and the rules that they mean;
 * the notation beside each is that of a document, compared in its canonical
 * form */
#include "tap.h"

#include <algo/words.h>

/* clang-format off */
static const struct {
	const char *text, *means;
} rows[] = {
	{ "Buy when the 10-day SMA crosses above the 30-day SMA, sell when it "
	  "crosses below. Stop 4%.",
	  "{\"entry\":{\"long\":\"crossover(sma(close, 10), sma(close, 30))\"},"
	  "\"exit\":{\"long\":\"crossunder(sma(close, 10), sma(close, 30))\"},"
	  "\"risk\":{\"stop_loss_pct\":4}}" },
	{ "rsi2 < 10 and close > sma200 -> buy; close > sma5 -> sell",
	  "{\"entry\":{\"long\":\"rsi(close, 2) < 10 and close > sma(close, "
	  "200)\"},\"exit\":{\"long\":\"close > sma(close, 5)\"}}" },
	{ "Go long if RSI(14) dips under 30 and the price is over its 200-day "
	  "average; get out once RSI climbs over 55 or after 10 days.",
	  "{\"entry\":{\"long\":\"crossunder(rsi(close, 14), 30) and close > "
	  "sma(close, 200)\"},\"exit\":{\"long\":\"crossover(rsi(close, 14), "
	  "55)\"},\"risk\":{\"max_bars\":10}}" },
	{ "Enter long when price closes above the upper Bollinger band (20, 2),"
	  " exit when it closes below the middle band, trailing stop 5 %",
	  "{\"entry\":{\"long\":\"close > bbands(close, 20, 2).upper\"},"
	  "\"exit\":{\"long\":\"close < bbands(close, 20, 2).middle\"},"
	  "\"risk\":{\"trailing_stop_pct\":5}}" },
	{ "Short when RSI is above 80, cover when RSI is below 50, stop loss 3%",
	  "{\"entry\":{\"short\":\"rsi(close, 14) > 80\"},"
	  "\"exit\":{\"short\":\"rsi(close, 14) < 50\"},"
	  "\"risk\":{\"stop_loss_pct\":3}}" },
	{ "long on macd cross up, short on macd cross down",
	  "{\"entry\":{\"long\":\"crossover(macd(close, 12, 26, 9), macd(close,"
	  " 12, 26, 9).signal)\",\"short\":\"crossunder(macd(close, 12, 26, 9),"
	  " macd(close, 12, 26, 9).signal)\"}}" },
	{ "Buy when 50 EMA > 200 EMA unless RSI > 75. Sell when 50 EMA < 200 "
	  "EMA.",
	  "{\"entry\":{\"long\":\"ema(close, 50) > ema(close, 200) and not "
	  "(rsi(close, 14) > 75)\"},\"exit\":{\"long\":\"ema(close, 50) < "
	  "ema(close, 200)\"}}" },
	{ "buy when the stochastic %K crosses above %D below 20, sell when %K "
	  "crosses below %D above 80",
	  "{\"entry\":{\"long\":\"crossover(stoch(14, 3, 3).slowk, stoch(14, 3,"
	  " 3).slowd) and stoch(14, 3, 3).slowk < 20\"},"
	  "\"exit\":{\"long\":\"crossunder(stoch(14, 3, 3).slowk, stoch(14, 3, "
	  "3).slowd) and stoch(14, 3, 3).slowk > 80\"}}" },
	{ "Buy on a close above the 20-day high; sell on a close below the "
	  "10-day low; risk 1 % of equity per trade with a 2 ATR stop",
	  "{\"entry\":{\"long\":\"close > highest(high, 20)[1]\"},"
	  "\"exit\":{\"long\":\"close < lowest(low, 10)[1]\"},"
	  "\"risk\":{\"size\":\"risk_size(0.01, close - 2 * atr(14))\","
	  "\"stop_distance\":\"2 * atr(14)\"}}" },
	{ "Keltner channel breakout: buy when close is above the upper Keltner "
	  "channel, sell when close is below the middle line",
	  "{\"entry\":{\"long\":\"close > ema(close, 20) + 2 * atr(10)\"},"
	  "\"exit\":{\"long\":\"close < ema(close, 20)\"}}" },
	{ "Buy on hammer when RSI < 35, take profit 6%, stop loss 3%",
	  "{\"entry\":{\"long\":\"cdlhammer() > 0 and rsi(close, 14) < 35\"},"
	  "\"risk\":{\"stop_loss_pct\":3,\"take_profit_pct\":6}}" },
	{ "Buy when price gaps down more than 2% at the open and closes above "
	  "the open. Exit after 3 days.",
	  "{\"entry\":{\"long\":\"open < close[1] * 0.98 and close > open\"},"
	  "\"risk\":{\"max_bars\":3}}" },
	{ "Buy if price makes a new 52-week high. Sell with a 15% trailing "
	  "stop.",
	  "{\"entry\":{\"long\":\"close > highest(high, 252)[1]\"},"
	  "\"risk\":{\"trailing_stop_pct\":15}}" },
	{ "Buy every Monday, sell every Friday",
	  "{\"entry\":{\"long\":\"weekday == 1\"},\"exit\":{\"long\":\"weekday "
	  "== 5\"}}" },
	{ "Buy when RSI < 30 only if volume is above its 20-day average, sell "
	  "when RSI > 70",
	  "{\"entry\":{\"long\":\"rsi(close, 14) < 30 and volume > sma(volume, "
	  "20)\"},\"exit\":{\"long\":\"rsi(close, 14) > 70\"}}" },
	{ "Buy when price is above the 100-day moving average and the 14-day "
	  "ADX is rising; sell when price falls below the 100-day moving "
	  "average. Commission 0.1%. Start with 50,000.",
	  "{\"entry\":{\"long\":\"close > sma(close, 100) and adx(14) > "
	  "adx(14)[1]\"},\"exit\":{\"long\":\"crossunder(close, sma(close, "
	  "100))\"},\"backtest\":{\"cash\":50000,\"commission\":0.001}}" },
	{ "use 2 % of equity per trade. buy when cci crosses above -100, sell "
	  "when cci crosses below 100",
	  "{\"entry\":{\"long\":\"crossover(cci(20), -100)\"},"
	  "\"exit\":{\"long\":\"crossunder(cci(20), 100)\"},"
	  "\"risk\":{\"size\":0.02}}" },
	{ "Buy when Williams %R is below -90, sell when it is above -20",
	  "{\"entry\":{\"long\":\"willr(14) < -90\"},"
	  "\"exit\":{\"long\":\"willr(14) > -20\"}}" },
	{ "Buy at three consecutive down closes, sell at the first up close",
	  "{\"entry\":{\"long\":\"all_of(close < close[1], 3)\"},"
	  "\"exit\":{\"long\":\"close > close[1]\"}}" },
	{ "Enter long when ema20 is above ema50 and price pulls back to ema20; "
	  "target 2R, stop 1.5 ATR below entry",
	  "{\"entry\":{\"long\":\"ema(close, 20) > ema(close, 50) and low <= "
	  "ema(close, 20) and close > ema(close, 20)\"},"
	  "\"risk\":{\"stop_distance\":\"1.5 * atr(14)\","
	  "\"target_distance\":\"3 * atr(14)\"}}" },
	{ "buy when aroon up is above 70 and aroon down is below 30; sell when "
	  "aroon up drops below 50",
	  "{\"entry\":{\"long\":\"aroon(14).up > 70 and aroon(14).down < 30\"},"
	  "\"exit\":{\"long\":\"crossunder(aroon(14).up, 50)\"}}" },
	{ "buy when price crosses above the parabolic SAR and sell when it "
	  "crosses below",
	  "{\"entry\":{\"long\":\"crossover(close, sar(0.02, 0.2))\"},"
	  "\"exit\":{\"long\":\"crossunder(close, sar(0.02, 0.2))\"}}" },
	{ "buy when rsi(14) is rising for 3 bars and is below 50; sell when "
	  "it's falling for 3 bars",
	  "{\"entry\":{\"long\":\"all_of(rsi(close, 14) > rsi(close, 14)[1], "
	  "3) and rsi(close, 14) < 50\"},\"exit\":{\"long\":\"all_of(rsi(close,"
	  " 14) < rsi(close, 14)[1], 3)\"}}" },
	{ "Go long when MFI is below 20, exit when above 80, max 10 bars",
	  "{\"entry\":{\"long\":\"mfi(14) < 20\"},\"exit\":{\"long\":\"mfi(14) "
	  "> 80\"},\"risk\":{\"max_bars\":10}}" },
	{ "Buy when the weekly RSI is above 50 and the daily RSI crosses above "
	  "30. Sell when daily RSI > 70.",
	  "{\"entry\":{\"long\":\"tf(\\\"1w\\\", rsi(close, 14)) > 50 and "
	  "crossover(rsi(close, 14), 30)\"},\"exit\":{\"long\":\"rsi(close, "
	  "14) > 70\"}}" },
	{ "buy when 10 day momentum is positive and sell when negative",
	  "{\"entry\":{\"long\":\"mom(close, 10) > 0\"},"
	  "\"exit\":{\"long\":\"mom(close, 10) < 0\"}}" },
	{ "Take a long position whenever the fast moving average (12) exceeds "
	  "the slow moving average (26), close it otherwise.",
	  "{\"entry\":{\"long\":\"sma(close, 12) > sma(close, 26)\"},"
	  "\"exit\":{\"long\":\"sma(close, 12) <= sma(close, 26)\"}}" },
	{ "Buy after 4 red days in a row, sell at the close of the first green "
	  "day",
	  "{\"entry\":{\"long\":\"all_of(close < open, 4)\"},"
	  "\"exit\":{\"long\":\"close > open\"},"
	  "\"backtest\":{\"trade_on_close\":true}}" },
	{ "Sell short when price breaks below the 20-day low, buy to cover "
	  "when it breaks the 10-day high, stop at 2 ATR",
	  "{\"entry\":{\"short\":\"close < lowest(low, 20)[1]\"},"
	  "\"exit\":{\"short\":\"close > highest(high, 10)[1]\"},"
	  "\"risk\":{\"stop_distance\":\"2 * atr(14)\"}}" },
	{ "Buy when sma 20 crosses sma 50 from below and sell when from above",
	  "{\"entry\":{\"long\":\"crossover(sma(close, 20), sma(close, 50))\"},"
	  "\"exit\":{\"long\":\"crossunder(sma(close, 20), sma(close, 50))\"}}" },
	{ "Buy when RSI is between 40 and 50 and price above 200 sma, sell "
	  "when RSI is over 65",
	  "{\"entry\":{\"long\":\"rsi(close, 14) >= 40 and rsi(close, 14) <= "
	  "50 and close > sma(close, 200)\"},\"exit\":{\"long\":\"rsi(close, "
	  "14) > 65\"}}" },
	{ "Buy when EMA(8) > EMA(21) > EMA(55), sell when EMA(8) < EMA(21)",
	  "{\"entry\":{\"long\":\"ema(close, 8) > ema(close, 21) and ema(close,"
	  " 21) > ema(close, 55)\"},\"exit\":{\"long\":\"ema(close, 8) < "
	  "ema(close, 21)\"}}" },
	{ "Buy on golden cross, sell on death cross, stop loss of 8 per cent",
	  "{\"entry\":{\"long\":\"crossover(sma(close, 50), sma(close, "
	  "200))\"},\"exit\":{\"long\":\"crossunder(sma(close, 50), sma(close, "
	  "200))\"},\"risk\":{\"stop_loss_pct\":8}}" },
	{ "buy after 3 consecutive higher lows; sell on first lower low",
	  "{\"entry\":{\"long\":\"all_of(low > low[1], 3)\"},"
	  "\"exit\":{\"long\":\"low < low[1]\"}}" },
	{ "Long: close > highest close of 50 days. Short: close < lowest close "
	  "of 50 days. Stop 3 ATR(20). Risk 0.5% per trade.",
	  "{\"entry\":{\"long\":\"close > highest(close, 50)[1]\","
	  "\"short\":\"close < lowest(close, 50)[1]\"},"
	  "\"risk\":{\"size\":\"risk_size(0.005, close - 3 * atr(20))\","
	  "\"stop_distance\":\"3 * atr(20)\"}}" },
	{ "If the 10 EMA is above the 20 EMA and the 20 EMA is above the 50 "
	  "EMA then buy. If the 10 EMA crosses below the 20 EMA then sell.",
	  "{\"entry\":{\"long\":\"ema(close, 10) > ema(close, 20) and "
	  "ema(close, 20) > ema(close, 50)\"},"
	  "\"exit\":{\"long\":\"crossunder(ema(close, 10), ema(close, 20))\"}}" },
	{ "Buy when the RSI is below 30 for 2 days in a row, sell when above "
	  "70 for 2 days in a row",
	  "{\"entry\":{\"long\":\"all_of(rsi(close, 14) < 30, 2)\"},"
	  "\"exit\":{\"long\":\"all_of(rsi(close, 14) > 70, 2)\"}}" },
	{ "Buy when RSI was below 30 within the last 5 bars and close crosses "
	  "above the 20 SMA; sell when close crosses below the 20 SMA",
	  "{\"entry\":{\"long\":\"any_of(rsi(close, 14) < 30, 5) and "
	  "crossover(close, sma(close, 20))\"},"
	  "\"exit\":{\"long\":\"crossunder(close, sma(close, 20))\"}}" },
	{ "buy when macd hist is increasing for 3 days and below zero, sell "
	  "when decreasing for 3 days",
	  "{\"entry\":{\"long\":\"all_of(macd(close, 12, 26, 9).hist > "
	  "macd(close, 12, 26, 9).hist[1], 3) and macd(close, 12, 26, 9).hist "
	  "< 0\"},\"exit\":{\"long\":\"all_of(macd(close, 12, 26, 9).hist < "
	  "macd(close, 12, 26, 9).hist[1], 3)\"}}" },
	{ "Buy when +DI crosses above -DI and ADX > 20; sell when -DI crosses "
	  "above +DI",
	  "{\"entry\":{\"long\":\"crossover(plus_di(14), minus_di(14)) and "
	  "adx(14) > 20\"},\"exit\":{\"long\":\"crossover(minus_di(14), "
	  "plus_di(14))\"}}" },
	{ "Buy when close crosses above 50 day average, sell when 3% below the "
	  "highest close since entry",
	  "{\"entry\":{\"long\":\"crossover(close, sma(close, 50))\"},"
	  "\"risk\":{\"trailing_stop_pct\":3}}" },
	{ "Buy when price > $100, sell when price < $90",
	  "{\"entry\":{\"long\":\"close > 100\"},\"exit\":{\"long\":\"close < "
	  "90\"}}" },
	{ "Buy GOOG at the close when it falls 3 days in a row; sell at the "
	  "close when it's above its 5-day average",
	  "{\"data\":{\"symbol\":\"GOOG\"},\"entry\":{\"long\":\"all_of(close "
	  "< close[1], 3)\"},\"exit\":{\"long\":\"close > sma(close, 5)\"},"
	  "\"backtest\":{\"trade_on_close\":true}}" },
	{ "Buy when RSI drops under twenty-five; dump it at fifty-five",
	  "{\"entry\":{\"long\":\"crossunder(rsi(close, 14), 25)\"},"
	  "\"exit\":{\"long\":\"rsi(close, 14) >= 55\"}}" },
	{ "purchase when the relative strength index goes below thirty & "
	  "liquidate when it exceeds seventy",
	  "{\"entry\":{\"long\":\"crossunder(rsi(close, 14), 30)\"},"
	  "\"exit\":{\"long\":\"rsi(close, 14) > 70\"}}" },
	{ "Buy dips of 3% below the 20 day average, sell at 1% above the "
	  "average",
	  "{\"entry\":{\"long\":\"close <= sma(close, 20) * 0.97\"},"
	  "\"exit\":{\"long\":\"close >= sma(close, 20) * 1.01\"}}" },
	{ "Turn of the month: buy on the 28th, sell on the 3rd",
	  "{\"entry\":{\"long\":\"day >= 28\"},\"exit\":{\"long\":\"day >= 3 "
	  "and day < 28\"}}" },
	{ "buy when atr(14) is greater than its 50 day average and close > "
	  "open; exit after 4 bars",
	  "{\"entry\":{\"long\":\"atr(14) > sma(atr(14), 50) and close > "
	  "open\"},\"risk\":{\"max_bars\":4}}" },
	{ "Buy when price is higher than 20 days ago, sell when lower than 20 "
	  "days ago",
	  "{\"entry\":{\"long\":\"close > close[20]\"},"
	  "\"exit\":{\"long\":\"close < close[20]\"}}" },
	{ "Buy when RSI 14 crosses 30 upwards with stop at the lowest low of "
	  "the last 5 bars and target at twice the risk",
	  "{\"rules\":[{\"when\":\"crossover(rsi(close, 14), 30) and flat\","
	  "\"do\":\"buy\",\"sl\":\"lowest(low, 5)\",\"tp\":\"close + 2 * "
	  "(close - lowest(low, 5))\"}]}" },
	{ "Buy if RSI goes below 20 or stochastic K goes below 10, but never "
	  "if the close is below the 200 SMA. Sell RSI above 60.",
	  "{\"entry\":{\"long\":\"(crossunder(rsi(close, 14), 20) or "
	  "crossunder(stoch(14, 3, 3).slowk, 10)) and not (close < sma(close, "
	  "200))\"},\"exit\":{\"long\":\"rsi(close, 14) > 60\"}}" },
	{ "buy rsi<30 sell rsi>70",
	  "{\"entry\":{\"long\":\"rsi(close, 14) < 30\"},"
	  "\"exit\":{\"long\":\"rsi(close, 14) > 70\"}}" },
	{ "rsi(7) oversold buy, overbought sell",
	  "{\"entry\":{\"long\":\"rsi(close, 7) < 30\"},"
	  "\"exit\":{\"long\":\"rsi(close, 7) > 70\"}}" },
	{ "Long entry: 20 SMA crosses above 50 SMA; Long exit: 20 SMA crosses "
	  "below 50 SMA; Short entry: 20 SMA crosses below 50 SMA; Short exit: "
	  "20 SMA crosses above 50 SMA",
	  "{\"entry\":{\"long\":\"crossover(sma(close, 20), sma(close, 50))\","
	  "\"short\":\"crossunder(sma(close, 20), sma(close, 50))\"},"
	  "\"exit\":{\"long\":\"crossunder(sma(close, 20), sma(close, 50))\","
	  "\"short\":\"crossover(sma(close, 20), sma(close, 50))\"}}" },
	{ "Buy when the price closes under the lower bollinger band for two "
	  "consecutive days. Sell when price hits the middle band or after 7 "
	  "days, whichever comes first.",
	  "{\"entry\":{\"long\":\"all_of(close < bbands(close, 20, 2).lower, "
	  "2)\"},\"exit\":{\"long\":\"high >= bbands(close, 20, 2).middle\"},"
	  "\"risk\":{\"max_bars\":7}}" },
	{ "Buy when 14-day RSI is lower than 35 and the 50-day SMA is higher "
	  "than the 200-day SMA, sell when RSI is higher than 60 or price "
	  "drops 7% below the entry price",
	  "{\"entry\":{\"long\":\"rsi(close, 14) < 35 and sma(close, 50) > "
	  "sma(close, 200)\"},\"exit\":{\"long\":\"rsi(close, 14) > 60 or "
	  "close <= entry_price * 0.93\"}}" },
	{ "Buy when RSI(14) crosses below 30 but not if ADX(14) is above 40; "
	  "exit when RSI crosses above 50",
	  "{\"entry\":{\"long\":\"crossunder(rsi(close, 14), 30) and not "
	  "(adx(14) > 40)\"},\"exit\":{\"long\":\"crossover(rsi(close, 14), "
	  "50)\"}}" },
	{ "Invest half of the equity when MACD line is above zero and rising, "
	  "leave when it falls below zero",
	  "{\"entry\":{\"long\":\"macd(close, 12, 26, 9) > 0 and macd(close, "
	  "12, 26, 9) > macd(close, 12, 26, 9)[1]\"},"
	  "\"exit\":{\"long\":\"crossunder(macd(close, 12, 26, 9), 0)\"},"
	  "\"risk\":{\"size\":0.5}}" },
	{ "Buy if yesterday was an inside bar and today closes above "
	  "yesterday's high, sell if today closes below yesterday's low",
	  "{\"entry\":{\"long\":\"high[1] < high[2] and low[1] > low[2] and "
	  "close > high[1]\"},\"exit\":{\"long\":\"close < low[1]\"}}" },
	{ "Buy when the close is above the open for three days running; exit "
	  "on the first day the close is below the open",
	  "{\"entry\":{\"long\":\"all_of(close > open, 3)\"},"
	  "\"exit\":{\"long\":\"close < open\"}}" },
	{ "Only long. EMA 12/26 crossover. Trailing stop 7 %.",
	  "{\"entry\":{\"long\":\"crossover(ema(close, 12), ema(close, 26))\"},"
	  "\"exit\":{\"long\":\"crossunder(ema(close, 12), ema(close, 26))\"},"
	  "\"risk\":{\"trailing_stop_pct\":7}}" },
	{ "always in the market: long above the 100 day average, short below it",
	  "{\"entry\":{\"long\":\"close > sma(close, 100)\",\"short\":\"close "
	  "< sma(close, 100)\"}}" },
	{ "Buy when CMF(20) is above 0.1 and sell when it is below -0.1",
	  "{\"entry\":{\"long\":\"cmf(20) > 0.1\"},"
	  "\"exit\":{\"long\":\"cmf(20) < -0.1\"}}" },
	{ "Stay long while price is over the 10 month moving average, "
	  "otherwise flat",
	  "{\"entry\":{\"long\":\"close > sma(close, 210)\"},"
	  "\"exit\":{\"long\":\"close <= sma(close, 210)\"}}" },
	{ "Buy when stochastic(14,3,3) k is under 20 and turns up, sell over 80",
	  "{\"entry\":{\"long\":\"stoch(14, 3, 3).slowk < 20 and stoch(14, 3, "
	  "3).slowk > stoch(14, 3, 3).slowk[1] and stoch(14, 3, 3).slowk[1] <= "
	  "stoch(14, 3, 3).slowk[2]\"},\"exit\":{\"long\":\"stoch(14, 3, "
	  "3).slowk > 80\"}}" },
	{ "exit when close < ema(20). enter when close > ema(20) and volume > "
	  "1.5 * sma(volume, 20)",
	  "{\"entry\":{\"long\":\"close > ema(close, 20) and volume > 1.5 * "
	  "sma(volume, 20)\"},\"exit\":{\"long\":\"close < ema(close, 20)\"}}" },
	{ "Go long when ADX is above 25 and +DI is above -DI, go short when "
	  "ADX is above 25 and -DI is above +DI, exit when ADX falls below 20",
	  "{\"entry\":{\"long\":\"adx(14) > 25 and plus_di(14) > "
	  "minus_di(14)\",\"short\":\"adx(14) > 25 and minus_di(14) > "
	  "plus_di(14)\"},\"exit\":{\"long\":\"crossunder(adx(14), 20)\","
	  "\"short\":\"crossunder(adx(14), 20)\"}}" },
	{ "Buy when the 3-day RSI is below 20 and close is greater than the "
	  "200-day EMA; sell when close exceeds previous day's high",
	  "{\"entry\":{\"long\":\"rsi(close, 3) < 20 and close > ema(close, "
	  "200)\"},\"exit\":{\"long\":\"close > high[1]\"}}" },
	{ "no trades on Fridays; buy when rsi < 40; sell when rsi > 60",
	  "{\"entry\":{\"long\":\"rsi(close, 14) < 40 and weekday != 5\"},"
	  "\"exit\":{\"long\":\"rsi(close, 14) > 60\"}}" },
	{ "Buy when price crosses above 20 EMA and MACD > 0 and RSI between 50 "
	  "and 70. SL 2%, TP 4%, trail 1.5%.",
	  "{\"entry\":{\"long\":\"crossover(close, ema(close, 20)) and "
	  "macd(close, 12, 26, 9) > 0 and rsi(close, 14) >= 50 and rsi(close, "
	  "14) <= 70\"},\"risk\":{\"stop_loss_pct\":2,\"take_profit_pct\":4,"
	  "\"trailing_stop_pct\":1.5}}" },
	{ "Buy 100 shares when price crosses over its 30 day average. Sell "
	  "them when it crosses under.",
	  "{\"entry\":{\"long\":\"crossover(close, sma(close, 30))\"},"
	  "\"exit\":{\"long\":\"crossunder(close, sma(close, 30))\"},"
	  "\"risk\":{\"size\":100}}" },
	{ "Use $10,000 per position; buy on new 55 day highs; exit on new 20 "
	  "day lows",
	  "{\"entry\":{\"long\":\"close > highest(high, 55)[1]\"},"
	  "\"exit\":{\"long\":\"close < lowest(low, 20)[1]\"},"
	  "\"risk\":{\"size\":\"floor(10000 / close)\"}}" },
	{ "with 5x leverage go long when the 5 ema crosses above the 13 ema "
	  "and short when it crosses below; stop 1%",
	  "{\"entry\":{\"long\":\"crossover(ema(close, 5), ema(close, 13))\","
	  "\"short\":\"crossunder(ema(close, 5), ema(close, 13))\"},"
	  "\"risk\":{\"stop_loss_pct\":1},\"backtest\":{\"margin\":0.2}}" },
	{ "buy 10% under the 50-day high and sell 10% over the 50-day low",
	  "{\"entry\":{\"long\":\"close <= highest(high, 50) * 0.9\"},"
	  "\"exit\":{\"long\":\"close >= lowest(low, 50) * 1.1\"}}" },
	{ "Buy when (close - sma(20)) / sma(20) < -0.05, sell when > 0",
	  "{\"entry\":{\"long\":\"(close - sma(close, 20)) / sma(close, 20) < "
	  "-0.05\"},\"exit\":{\"long\":\"(close - sma(close, 20)) / sma(close, "
	  "20) > 0\"}}" },
	{ "buy when close[1] > open[1] and close > high[1], sell when close < "
	  "low[1]",
	  "{\"entry\":{\"long\":\"close[1] > open[1] and close > high[1]\"},"
	  "\"exit\":{\"long\":\"close < low[1]\"}}" },
	{ "Buy on two green candles after three red ones, stop 3%",
	  "{\"entry\":{\"long\":\"all_of(close > open, 2) and all_of(close < "
	  "open, 3)[1]\"},\"risk\":{\"stop_loss_pct\":3}}" },
	{ "Buy when the RSI has been above 50 for ten bars; sell when it has "
	  "been below 50 for five bars",
	  "{\"entry\":{\"long\":\"all_of(rsi(close, 14) > 50, 10)\"},"
	  "\"exit\":{\"long\":\"all_of(rsi(close, 14) < 50, 5)\"}}" },
	{ "buy when williams %r crosses up through -80 and sell when it "
	  "crosses down through -20",
	  "{\"entry\":{\"long\":\"crossover(willr(14), -80)\"},"
	  "\"exit\":{\"long\":\"crossunder(willr(14), -20)\"}}" },
	{ "Buy when rsi 14 lt 30; sell when rsi gt 70",
	  "{\"entry\":{\"long\":\"rsi(close, 14) < 30\"},"
	  "\"exit\":{\"long\":\"rsi(close, 14) > 70\"}}" },
	{ "if price closes below sma 200 sell everything; if price closes "
	  "above sma 200 buy",
	  "{\"entry\":{\"long\":\"close > sma(close, 200)\"},"
	  "\"exit\":{\"long\":\"close < sma(close, 200)\"}}" },
	{ "Purchase when 5 day SMA surpasses 20 day SMA. Liquidate once 5 day "
	  "SMA slips beneath 20 day SMA. Protective stop: 6%.",
	  "{\"entry\":{\"long\":\"crossover(sma(close, 5), sma(close, 20))\"},"
	  "\"exit\":{\"long\":\"crossunder(sma(close, 5), sma(close, 20))\"},"
	  "\"risk\":{\"stop_loss_pct\":6}}" },
	{ "Buy when price has fallen at least three days in a row and is above "
	  "its 200-day moving average; exit at the first higher close",
	  "{\"entry\":{\"long\":\"all_of(close < close[1], 3) and close > "
	  "sma(close, 200)\"},\"exit\":{\"long\":\"close > close[1]\"}}" },
	{ "Buy when momentum(10) crosses zero, sell when it crosses back below",
	  "{\"entry\":{\"long\":\"crossover(mom(close, 10), 0)\"},"
	  "\"exit\":{\"long\":\"crossunder(mom(close, 10), 0)\"}}" },
	{ "Buy if RSI(14) is below 30 or price is more than 10% below the "
	  "50-day SMA, but only if the 200-day SMA is rising. Sell if RSI(14) "
	  "is above 60.",
	  "{\"entry\":{\"long\":\"(rsi(close, 14) < 30 or close < sma(close, "
	  "50) * 0.9) and sma(close, 200) > sma(close, 200)[1]\"},"
	  "\"exit\":{\"long\":\"rsi(close, 14) > 60\"}}" },
	{ "Buy when the 14 day RSI crosses above its 9-day average; sell when "
	  "it crosses below its average.",
	  "{\"entry\":{\"long\":\"crossover(rsi(close, 14), sma(rsi(close, 14),"
	  " 9))\"},\"exit\":{\"long\":\"crossunder(rsi(close, 14), "
	  "sma(rsi(close, 14), 9))\"}}" },
	{ "Buy when close is 2 standard deviations below its 20-day "
	  "mean, exit at the mean",
	  "{\"entry\": {\"long\": \"close <= sma(close, 20) - 2 * "
	  "stddev(close, 20)\"}, \"exit\": {\"long\": \"high >= "
	  "sma(close, 20)\"}}" },
	{ "Don't buy in December. Buy when close > sma(50), sell when "
	  "close < sma(50)",
	  "{\"entry\": {\"long\": \"close > sma(close, 50) and not "
	  "(month == 12)\"}, \"exit\": {\"long\": \"close < sma(close, "
	  "50)\"}}" },
	{ "Buy when price falls 3 ATR below its 50-day average; sell "
	  "when it's back at the average",
	  "{\"entry\": {\"long\": \"close <= sma(close, 50) - 3 * "
	  "atr(14)\"}, \"exit\": {\"long\": \"high >= sma(close, 50)\"}}" },
	{ "buy when rsi < 30, sell when rsi > 60, stop loss of 50 cents",
	  "{\"entry\": {\"long\": \"rsi(close, 14) < 30\"}, \"exit\": "
	  "{\"long\": \"rsi(close, 14) > 60\"}, \"risk\": "
	  "{\"stop_distance\": 0.5}}" },
	{ "Buy when close > upper keltner(20, 1.5), stop at lower "
	  "keltner",
	  "{\"rules\": [{\"when\": \"close > ema(close, 20) + 1.5 * "
	  "atr(10) and flat\", \"do\": \"buy\", \"sl\": \"ema(close, "
	  "20) - 1.5 * atr(10)\"}]}" },
	{ "Buy when there's a morning star or a bullish harami and RSI "
	  "< 45; sell when rsi > 60",
	  "{\"entry\": {\"long\": \"(cdlmorningstar() > 0 or "
	  "cdlharami() > 0) and rsi(close, 14) < 45\"}, \"exit\": "
	  "{\"long\": \"rsi(close, 14) > 60\"}}" },
	{ "exit if the trade is losing after 5 days; buy when rsi < 30; "
	  "sell when rsi > 50",
	  "{\"entry\": {\"long\": \"rsi(close, 14) < 30\"}, \"exit\": "
	  "{\"long\": \"rsi(close, 14) > 50 or position.bars >= 5 and "
	  "close < entry_price\"}}" },
	{ "Buy when the 5-day return is less than -5%, sell after 5 bars",
	  "{\"entry\": {\"long\": \"roc(close, 5) < -5\"}, \"risk\": "
	  "{\"max_bars\": 5}}" },
	{ "z-score of close over 20 bars below -2 buy, above 0 sell",
	  "{\"entry\": {\"long\": \"zscore(close, 20) < -2\"}, "
	  "\"exit\": {\"long\": \"zscore(close, 20) > 0\"}}" },
	{ "Buy when TRIX crosses zero upward, sell on the downward cross",
	  "{\"entry\": {\"long\": \"crossover(trix(close, 30), 0)\"}, "
	  "\"exit\": {\"long\": \"crossunder(trix(close, 30), 0)\"}}" },
	{ "Buy the dip: when price drops 5% from its 20-day high and "
	  "RSI(14) under 40, sell after a 5% gain or 3% loss",
	  "{\"entry\": {\"long\": \"close <= highest(high, 20) * 0.95 "
	  "and rsi(close, 14) < 40\"}, \"risk\": {\"stop_loss_pct\": 3, "
	  "\"take_profit_pct\": 5}}" },
	{ "buy when rsi < 30 and not before 10:00, sell when rsi > 70",
	  "{\"entry\": {\"long\": \"rsi(close, 14) < 30\"}, \"exit\": "
	  "{\"long\": \"rsi(close, 14) > 70\"}, \"risk\": {\"session\": "
	  "{\"from\": \"10:00\", \"to\": \"24:00\"}}}" },
	{ "Buy when MACD histogram turns positive, sell when it turns "
	  "negative. No shorts. Max 2 trades per day.",
	  "{\"entry\": {\"long\": \"crossover(macd(close, 12, 26, "
	  "9).hist, 0)\"}, \"exit\": {\"long\": "
	  "\"crossunder(macd(close, 12, 26, 9).hist, 0)\"}, \"risk\": "
	  "{\"max_trades_per_day\": 2}}" },
	{ "Long when the price closes higher than the previous day's "
	  "high, exit when the price closes lower than the previous "
	  "day's low",
	  "{\"entry\": {\"long\": \"close > high[1]\"}, \"exit\": "
	  "{\"long\": \"close < low[1]\"}}" },
	{ "volume spikes to 3x its 50-day average and the day closes "
	  "up: buy; sell after 5 days",
	  "{\"entry\": {\"long\": \"volume >= 3 * sma(volume, 50) and "
	  "close > close[1]\"}, \"risk\": {\"max_bars\": 5}}" },
	{ "sell short a gap up of over 4%, cover at the end of the day, "
	  "stop 3%",
	  "{\"entry\": {\"short\": \"open > close[1] * 1.04\"}, "
	  "\"risk\": {\"stop_loss_pct\": 3, \"session\": {\"flatten\": "
	  "true}}}" },
	{ "buy when price closes above the 50 SMA by at least 2 "
	  "percent, sell on a close more than 2 percent below",
	  "{\"entry\": {\"long\": \"close >= sma(close, 50) * 1.02\"}, "
	  "\"exit\": {\"long\": \"close < sma(close, 50) * 0.98\"}}" },
	{ "buy when rsi < 30. Close any position after a 3% loss or 9% "
	  "gain.",
	  "{\"entry\": {\"long\": \"rsi(close, 14) < 30\"}, \"risk\": "
	  "{\"stop_loss_pct\": 3, \"take_profit_pct\": 9}}" },
	{ "buy when stochrsi k crosses above d, sell when k crosses "
	  "below d",
	  "{\"entry\": {\"long\": \"crossover(stochrsi(close, 14, 5, "
	  "3).fastk, stochrsi(close, 14, 5, 3).fastd)\"}, \"exit\": "
	  "{\"long\": \"crossunder(stochrsi(close, 14, 5, 3).fastk, "
	  "stochrsi(close, 14, 5, 3).fastd)\"}}" },
	{ "buy when rsi < 30, sell when rsi > 60 and don't hold longer "
	  "than 7 days",
	  "{\"entry\": {\"long\": \"rsi(close, 14) < 30\"}, \"exit\": "
	  "{\"long\": \"rsi(close, 14) > 60\"}, \"risk\": "
	  "{\"max_bars\": 7}}" },
	{ "buy when price pulls back 3% from a 10 day high, sell after "
	  "5 days",
	  "{\"entry\": {\"long\": \"close <= highest(high, 10) * "
	  "0.97\"}, \"risk\": {\"max_bars\": 5}}" },
	{ "buy when RSI is above its level of 5 days ago, sell when it "
	  "is below its level of 5 days ago",
	  "{\"entry\": {\"long\": \"rsi(close, 14) > rsi(close, "
	  "14)[5]\"}, \"exit\": {\"long\": \"rsi(close, 14) < "
	  "rsi(close, 14)[5]\"}}" },
	{ "Go long if today's high is higher than the high 3 days ago, "
	  "exit after 5 days",
	  "{\"entry\": {\"long\": \"high > high[3]\"}, \"risk\": "
	  "{\"max_bars\": 5}}" },
	{ "Buy when volume is more than double the 30-day average "
	  "volume and the stock closes up; sell after 10 days",
	  "{\"entry\": {\"long\": \"volume > 2 * sma(volume, 30) and "
	  "close > close[1]\"}, \"risk\": {\"max_bars\": 10}}" },
	{ "Yo, just buy when the 9 ema crosses over the 21 ema and dump "
	  "when it crosses back under. 2% SL.",
	  "{\"entry\": {\"long\": \"crossover(ema(close, 9), ema(close, "
	  "21))\"}, \"exit\": {\"long\": \"crossunder(ema(close, 9), "
	  "ema(close, 21))\"}, \"risk\": {\"stop_loss_pct\": 2}}" },
	{ "Buy EURUSD when the 20 period EMA crosses above the 50 "
	  "period EMA, stop loss 30 pips, take profit 60 pips",
	  "{\"data\": {\"symbol\": \"EURUSD\"}, \"entry\": {\"long\": "
	  "\"crossover(ema(close, 20), ema(close, 50))\"}, \"risk\": "
	  "{\"stop_distance\": 0.003, \"target_distance\": 0.006}}" },
	{ "Buy when the 1-hour RSI drops below 25 and exit once it gets "
	  "back to 50; no overnight positions",
	  "{\"entry\": {\"long\": \"crossunder(tf(\\\"1h\\\", "
	  "rsi(close, 14)), 25)\"}, \"exit\": {\"long\": "
	  "\"tf(\\\"1h\\\", rsi(close, 14)) >= 50\"}, \"risk\": "
	  "{\"session\": {\"flatten\": true}}}" },
	{ "Buy when there have been three lower closes in a row and the "
	  "close is above the 100-day SMA; sell on the first close "
	  "above the 5-day SMA",
	  "{\"entry\": {\"long\": \"all_of(close < close[1], 3) and "
	  "close > sma(close, 100)\"}, \"exit\": {\"long\": \"close > "
	  "sma(close, 5)\"}}" },
	{ "Buy when price makes a higher high and a higher low, sell "
	  "when it makes a lower low",
	  "{\"entry\": {\"long\": \"high > high[1] and low > low[1]\"}, "
	  "\"exit\": {\"long\": \"low < low[1]\"}}" },
	{ "Buy on a 50-day high; trail the stop at the 20-day low",
	  "{\"entry\": {\"long\": \"close > highest(high, 50)[1]\"}, "
	  "\"risk\": {\"trailing_stop\": \"lowest(low, 20)\"}}" },
	{ "Buy when (high - low) is greater than 2 * ATR(14) and close "
	  "> open, exit after 4 bars",
	  "{\"entry\": {\"long\": \"high - low > 2 * atr(14) and close "
	  "> open\"}, \"risk\": {\"max_bars\": 4}}" },
	{ "Use 10% of equity for each trade, at most 5 positions; buy "
	  "when RSI(4) < 20, sell when RSI(4) > 55",
	  "{\"entry\": {\"long\": \"rsi(close, 4) < 20\"}, \"exit\": "
	  "{\"long\": \"rsi(close, 4) > 55\"}, \"risk\": {\"size\": "
	  "0.1, \"max_open_trades\": 5}}" },
	{ "Stop trading for the day after losing 3%. Buy when RSI(14) < "
	  "30, exit RSI(14) > 50.",
	  "{\"entry\": {\"long\": \"rsi(close, 14) < 30\"}, \"exit\": "
	  "{\"long\": \"rsi(close, 14) > 50\"}, \"risk\": "
	  "{\"max_daily_loss_pct\": 3}}" },
	{ "Buy AAPL when SPY closes above its 50-day average and AAPL's "
	  "RSI is under 40; sell when AAPL's RSI is over 65",
	  "{\"data\": {\"symbol\": \"AAPL\"}, \"entry\": {\"long\": "
	  "\"sym(\\\"SPY\\\", close) > sma(sym(\\\"SPY\\\", close), 50) "
	  "and rsi(close, 14) < 40\"}, \"exit\": {\"long\": "
	  "\"rsi(close, 14) > 65\"}}" },
	{ "Buy if ADX exceeds 25 and +DI is above -DI; get out when +DI "
	  "drops under -DI",
	  "{\"entry\": {\"long\": \"adx(14) > 25 and plus_di(14) > "
	  "minus_di(14)\"}, \"exit\": {\"long\": "
	  "\"crossunder(plus_di(14), minus_di(14))\"}}" },
	{ "LONG: EMA(8) > EMA(21) and RSI > 50\nEXIT: EMA(8) < "
	  "EMA(21)\nSTOP: 2%\nTARGET: 5%",
	  "{\"entry\": {\"long\": \"ema(close, 8) > ema(close, 21) and "
	  "rsi(close, 14) > 50\"}, \"exit\": {\"long\": \"ema(close, 8) "
	  "< ema(close, 21)\"}, \"risk\": {\"stop_loss_pct\": 2, "
	  "\"take_profit_pct\": 5}}" },
	{ "Timeframe: 1h\nEntry long: Supertrend turns bullish\nExit "
	  "long: Supertrend turns bearish",
	  "{\"data\": {\"interval\": \"1h\"}, \"entry\": {\"long\": "
	  "\"crossover(supertrend(10, 3).dir, 0)\"}, \"exit\": "
	  "{\"long\": \"crossunder(supertrend(10, 3).dir, 0)\"}}" },
	{ "Buy when the 10-day average is 2% above the 30-day average, "
	  "sell when it is below the 30-day average",
	  "{\"entry\": {\"long\": \"sma(close, 10) >= sma(close, 30) * "
	  "1.02\"}, \"exit\": {\"long\": \"sma(close, 10) < sma(close, "
	  "30)\"}}" },
	{ "Buy when price breaks out of the 20 day range to the upside "
	  "with volume at least 1.5 times the 20 day average; trailing "
	  "stop 10 percent",
	  "{\"entry\": {\"long\": \"close > highest(high, 20)[1] and "
	  "volume >= 1.5 * sma(volume, 20)\"}, \"risk\": "
	  "{\"trailing_stop_pct\": 10}}" },
	{ "Buy when OBV is above its 20-day average and price is above "
	  "its 50-day average; sell when OBV is below its 20-day average",
	  "{\"entry\": {\"long\": \"obv() > sma(obv(), 20) and close > "
	  "sma(close, 50)\"}, \"exit\": {\"long\": \"obv() < sma(obv(), "
	  "20)\"}}" },
	{ "Buy when the Parabolic SAR flips below price, exit when it "
	  "flips above",
	  "{\"entry\": {\"long\": \"crossunder(sar(0.02, 0.2), "
	  "close)\"}, \"exit\": {\"long\": \"crossunder(close, "
	  "sar(0.02, 0.2))\"}}" },
	{ "If the price falls 10% from its peak sell. Buy when the "
	  "price is above the 100 day SMA.",
	  "{\"entry\": {\"long\": \"close > sma(close, 100)\"}, "
	  "\"risk\": {\"trailing_stop_pct\": 10}}" },
	{ "Get out if the trade isn't profitable after 5 days. Buy when "
	  "close > sma 20, sell when close < sma 20.",
	  "{\"entry\": {\"long\": \"close > sma(close, 20)\"}, "
	  "\"exit\": {\"long\": \"close < sma(close, 20) or "
	  "position.bars >= 5 and not (close > entry_price)\"}}" },
	{ "Cut the loss at 3 per cent and take profit at 9 per cent; go "
	  "long whenever the 12-day EMA is above the 26-day EMA",
	  "{\"entry\": {\"long\": \"ema(close, 12) > ema(close, 26)\"}, "
	  "\"risk\": {\"stop_loss_pct\": 3, \"take_profit_pct\": 9}}" },
	{ "Buy a 20-day breakout, exit with a 10-day low, 2 ATR stop, "
	  "risk 1% of equity",
	  "{\"entry\": {\"long\": \"close > highest(high, 20)[1]\"}, "
	  "\"exit\": {\"long\": \"close < lowest(low, 10)[1]\"}, "
	  "\"risk\": {\"size\": \"risk_size(0.01, close - 2 * "
	  "atr(14))\", \"stop_distance\": \"2 * atr(14)\"}}" },
	{ "Buy when ema(9)>ema(21)>ema(50), exit when ema(9)<ema(21)",
	  "{\"entry\": {\"long\": \"ema(close, 9) > ema(close, 21) and "
	  "ema(close, 21) > ema(close, 50)\"}, \"exit\": {\"long\": "
	  "\"ema(close, 9) < ema(close, 21)\"}}" },
	{ "Buy when close is more than 1.5 standard deviations below "
	  "the 20-day mean, sell when it returns to the mean",
	  "{\"entry\": {\"long\": \"close < sma(close, 20) - 1.5 * "
	  "stddev(close, 20)\"}, \"exit\": {\"long\": \"high >= "
	  "sma(close, 20)\"}}" },
	{ "buy when today's range is the narrowest of the last 7 days "
	  "and close > sma(50); sell after 3 days",
	  "{\"entry\": {\"long\": \"high - low <= lowest(high - low, 7) "
	  "and close > sma(close, 50)\"}, \"risk\": {\"max_bars\": 3}}" },
	{ "buy when close > open and the body is at least twice the "
	  "body of the previous candle; sell after 2 bars",
	  "{\"entry\": {\"long\": \"close > open and abs(close - open) "
	  ">= 2 * abs(close - open)[1]\"}, \"risk\": {\"max_bars\": 2}}" },
	{ "No trades in the first 30 minutes after 9:30. Buy when price "
	  "crosses above vwap. Exit at 15:55 or at a 1% loss.",
	  "{\"entry\": {\"long\": \"crossover(close, vwap())\"}, "
	  "\"risk\": {\"stop_loss_pct\": 1, \"session\": {\"from\": "
	  "\"10:00\", \"to\": \"15:55\", \"flatten\": true}}}" },
	{ "Don't trade in August. Buy when close > sma(20), sell when "
	  "close < sma(20).",
	  "{\"entry\": {\"long\": \"close > sma(close, 20) and not "
	  "(month == 8)\"}, \"exit\": {\"long\": \"close < sma(close, "
	  "20)\"}}" },
	{ "Buy when the 14-day ATR divided by the close is less than "
	  "0.02 and close > sma 100; exit close < sma 100",
	  "{\"entry\": {\"long\": \"atr(14) / close < 0.02 and close > "
	  "sma(close, 100)\"}, \"exit\": {\"long\": \"close < "
	  "sma(close, 100)\"}}" },
	{ "buy when rsi(14) - rsi(14)[3] > 10; sell after 4 bars",
	  "{\"entry\": {\"long\": \"rsi(close, 14) - rsi(close, 14)[3] "
	  "> 10\"}, \"risk\": {\"max_bars\": 4}}" },
	{ "buy if RSI was under 30 yesterday and is over 30 today; sell "
	  "when RSI is over 70",
	  "{\"entry\": {\"long\": \"rsi(close, 14)[1] < 30 and "
	  "rsi(close, 14) > 30\"}, \"exit\": {\"long\": \"rsi(close, "
	  "14) > 70\"}}" },
	{ "Short sell when price closes below the 50 EMA, cover when it "
	  "closes above; stop loss 3 percent; take profit 6 percent",
	  "{\"entry\": {\"short\": \"close < ema(close, 50)\"}, "
	  "\"exit\": {\"short\": \"close > ema(close, 50)\"}, \"risk\": "
	  "{\"stop_loss_pct\": 3, \"take_profit_pct\": 6}}" },
	{ "Start with $25,000, no leverage, commission $1 per trade. "
	  "Buy when sma 10 > sma 30; sell when sma 10 < sma 30.",
	  "{\"entry\": {\"long\": \"sma(close, 10) > sma(close, 30)\"}, "
	  "\"exit\": {\"long\": \"sma(close, 10) < sma(close, 30)\"}, "
	  "\"backtest\": {\"cash\": 25000, \"commission\": \"1,0\"}}" },
	{ "Buy and hold with a 25% trailing stop",
	  "{\"entry\": {\"long\": \"close > 0\"}, \"risk\": "
	  "{\"trailing_stop_pct\": 25}}" },
	{ "Buy when price recovers 3% from its 10-day low; sell when it "
	  "is 3% off its 10-day high",
	  "{\"entry\": {\"long\": \"close >= lowest(low, 10) * 1.03\"}, "
	  "\"exit\": {\"long\": \"close <= highest(high, 10) * 0.97\"}}" },
	{ "Buy when price is above the 10, 20 and 50 day SMAs; sell "
	  "when it closes below the 20 day SMA",
	  "{\"entry\": {\"long\": \"close > sma(close, 10) and close > "
	  "sma(close, 20) and close > sma(close, 50)\"}, \"exit\": "
	  "{\"long\": \"close < sma(close, 20)\"}}" },
	{ "Buy when the EMA(20) is above the EMA(50) and the RSI pulls "
	  "back to 40; sell when EMA(20) crosses below EMA(50)",
	  "{\"entry\": {\"long\": \"ema(close, 20) > ema(close, 50) and "
	  "rsi(close, 14) <= 40\"}, \"exit\": {\"long\": "
	  "\"crossunder(ema(close, 20), ema(close, 50))\"}}" },
	{ "When the stochastic drops below 20, buy. When it rises above "
	  "80, sell. Use a 5% stop.",
	  "{\"entry\": {\"long\": \"crossunder(stoch(14, 3, 3).slowk, "
	  "20)\"}, \"exit\": {\"long\": \"crossover(stoch(14, 3, "
	  "3).slowk, 80)\"}, \"risk\": {\"stop_loss_pct\": 5}}" },
	{ "enter when ema 10 is above ema 20 by at least half an ATR; "
	  "exit when ema 10 is below ema 20",
	  "{\"entry\": {\"long\": \"ema(close, 10) >= ema(close, 20) + "
	  "0.5 * atr(14)\"}, \"exit\": {\"long\": \"ema(close, 10) < "
	  "ema(close, 20)\"}}" },
	{ "Buy at RSI(14) 28, sell at RSI(14) 62, stop 6%",
	  "{\"entry\": {\"long\": \"rsi(close, 14) <= 28\"}, \"exit\": "
	  "{\"long\": \"rsi(close, 14) >= 62\"}, \"risk\": "
	  "{\"stop_loss_pct\": 6}}" },
	{ "buy when macd crosses above its signal line within 3 bars of "
	  "rsi < 30; sell when RSI > 70",
	  "{\"entry\": {\"long\": \"crossover(macd(close, 12, 26, 9), "
	  "macd(close, 12, 26, 9).signal) and any_of(rsi(close, 14) < "
	  "30, 4)\"}, \"exit\": {\"long\": \"rsi(close, 14) > 70\"}}" },
	{ "Long EUR/USD on a bullish engulfing candle, SL 25 pips, TP "
	  "50 pips",
	  "{\"data\": {\"symbol\": \"EUR/USD\"}, \"entry\": {\"long\": "
	  "\"cdlengulfing() > 0\"}, \"risk\": {\"stop_distance\": "
	  "0.0025, \"target_distance\": 0.005}}" },
	{ "buy when rsi < 30. sell when it is within 2% of sma 50",
	  "{\"entry\": {\"long\": \"rsi(close, 14) < 30\"}, \"exit\": "
	  "{\"long\": \"close >= sma(close, 50) * 0.98 and close <= "
	  "sma(close, 50) * 1.02\"}}" },
};
/* clang-format on */

/* What a document does: without its name and where it came from. */
static void canonical(const char *doc, size_t n, struct algo_buf *out)
{
	static const char *const keys[] = {
		"data", "params", "let",  "entry",
		"exit", "rules",  "risk", "backtest"
	};
	struct algo_strategy_opt opt = { .file = "said", .fractional = 1 };
	struct algo_buf text = ALGO_BUF_INIT(1 << 20);
	struct algo_errs errs = { .v = NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_strategy *s = algo_strategy_parse(doc, n, &opt, &errs);
	struct algo_json_doc *json = NULL;

	if (s) {
		algo_strategy_canonical(s, &text);
		json = algo_json_parse(text.data, text.len, NULL, &err);
	}
	for (size_t i = 0; json && i < sizeof(keys) / sizeof(*keys); i++) {
		const struct algo_json *v =
			algo_json_get(algo_json_root(json), keys[i]);
		size_t len;
		const char *t = v ? algo_json_text(v, &len) : NULL;

		if (!t)
			continue;
		algo_buf_addf(out, "%s ", keys[i]);
		algo_buf_add(out, t, len);
		algo_buf_addc(out, '\n');
	}
	for (size_t i = 0; !s && i < errs.n; i++)
		note("%s", errs.v[i].msg);
	algo_json_free(json);
	algo_err_clear(&err);
	algo_strategy_free(s);
	algo_errs_release(&errs);
	algo_buf_release(&text);
}

static void one(size_t i)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_words_opt opt = { .name = "said" };
	struct algo_words *w = algo_words_read(
		rows[i].text, strlen(rows[i].text), &opt, &errs);
	struct algo_buf got = ALGO_BUF_INIT(1 << 20);
	struct algo_buf want = ALGO_BUF_INIT(1 << 20);
	struct algo_buf doc = ALGO_BUF_INIT(1 << 20);

	algo_buf_addf(&doc, "{\"algo\":1,%s", rows[i].means + 1);
	canonical(algo_buf_str(&doc), doc.len, &want);
	if (algo_words_documents(w))
		canonical(algo_words_document(w, 0),
			  strlen(algo_words_document(w, 0)), &got);
	ok(want.len > 0 && strcmp(algo_buf_str(&got), algo_buf_str(&want)) == 0,
	   "%s", rows[i].text);
	if (strcmp(algo_buf_str(&got), algo_buf_str(&want)) != 0) {
		note("got: %s", algo_buf_str(&got));
		note("want: %s", algo_buf_str(&want));
		for (size_t k = 0; k < algo_words_questions(w); k++)
			note("%s", algo_words_question(w, k)->text);
	}
	algo_words_free(w);
	algo_errs_release(&errs);
	algo_buf_release(&got);
	algo_buf_release(&want);
	algo_buf_release(&doc);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		one(i);
	return done();
}
