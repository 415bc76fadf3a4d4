/* fields.h - what a run can be listed, sorted and asked by. */
#ifndef ALGO_LIB_STORE_FIELDS_H
#define ALGO_LIB_STORE_FIELDS_H

#include "result.h"

enum algo_field_kind {
	ALGO_FIELD_TEXT,
	ALGO_FIELD_TIME, /* text, shown to people without fraction */
	ALGO_FIELD_NUM,
	ALGO_FIELD_COUNT, /* a whole number */
	ALGO_FIELD_BOOL,
};

struct algo_field {
	const char *name;   /* in CSV, JSON and options */
	const char *column; /* of runs */
	enum algo_field_kind kind;
	int number;	   /* may stand in conditions */
	const char *title; /* in tables for people; NULL: not there */
};

/* In the order of listings; NULL past the end. */
const struct algo_field *algo_field_at(size_t i);
/* By name or short spelling, whatever the case; NULL when it is no column. */
const struct algo_field *algo_field_find(const char *name, size_t n);
/* The full name of a short spelling in lower case, at most max - 1 bytes of
 * it. */
void algo_field_name(const char *name, size_t n, char *out, size_t max);
/* Tries all names of columns and known metrics. */
void algo_field_near(struct algo_near *near, const char *text, size_t n);
/* -1 when lower values of a metric are better, else 1. */
int algo_field_better(const char *name);

#endif
