/* rows.h - the rows of the table of providers, one in each file here */
#ifndef DATA_PROVIDER_ROWS_H
#define DATA_PROVIDER_ROWS_H

#include <algo/data.h>

extern const struct algo_provider algo_provider_yahoo;
extern const struct algo_provider algo_provider_demo;

#endif
