/* version.h - the one place that holds the version; share/NEWS must agree. */
#ifndef ALGO_VERSION_H
#define ALGO_VERSION_H

#define ALGO_VERSION "0.2.0"

#endif
