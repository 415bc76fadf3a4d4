/* num.h - reading and printing of doubles.
 *
 * Reading: Clinger's fast path (Clinger 1990), then Eisel-Lemire (Lemire
 * 2021), then strtod; always the nearest double.  Printing: the shortest
 * decimal that reads back to the same double (Schubfach, Giulietti 2020).
 * Both use one table of 128-bit powers of ten.
 * No locale is ever consulted.
 */
#ifndef ALGO_BASE_NUM_H
#define ALGO_BASE_NUM_H

#include <stddef.h>
#include <stdint.h>

#define ALGO_NUM_MAX 32 /* room that any printed double needs */

/* Reads a decimal number at s: [+-]digits[.digits][(e|E)[+-]digits], a digit
 * at least before or after the point.  No blanks, hex, inf or nan.  Stops at
 * the first byte that does not belong to it or at end; returns where, or NULL
 * when there is no number or it overflows to infinity.  The text need not be
 * terminated. */
const char *algo_num_read(const char *s, const char *end, double *v);
/* The whole of s[0..n) is one number: 0, else -1. */
int algo_num_parse(const char *s, size_t n, double *v);
/* A whole decimal number with optional sign: 0; -1 when it is none or does
 * not fit. */
int algo_int_parse(const char *s, size_t n, int64_t *v);
/* A number as people type options: "5%" is 0.05 (read as one decimal), "1k",
 * "2.5M", "1e-3", "-0.5" (units: % k K M).  0, else -1. */
int algo_num_human(const char *s, size_t n, double *v);

/* Prints the shortest text of v: plain for 1e-5 <= |v| < 1e17, else with an
 * exponent (1e-7, 2.5e+20); "0" for both zeros; "inf", "-inf"; nothing for
 * NaN.  Returns the length; no terminator. */
size_t algo_num_print(char out[ALGO_NUM_MAX], double v);
/* The same text, faster for a column whose values share a number of decimals:
 * *hint is kept by the caller for a column, 0 at first. */
size_t algo_num_print_hint(char out[ALGO_NUM_MAX], double v, int *hint);
/* At most digits (1 to 17) significant digits: documented as lossy.  The
 * shortest text is rounded, half away from zero. */
size_t algo_num_print_digits(char out[ALGO_NUM_MAX], double v, int digits);
size_t algo_int_print(char out[ALGO_NUM_MAX], int64_t v);

#endif
