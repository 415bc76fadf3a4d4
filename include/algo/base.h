/* base.h - the room at the top: errors, memory, text, numbers, time, options,
 * streams, JSON and hashes.  It knows nothing of trading. */
#ifndef ALGO_BASE_H
#define ALGO_BASE_H

#include <algo/base/buf.h>
#include <algo/base/config.h>
#include <algo/base/err.h>
#include <algo/base/grid.h>
#include <algo/base/hash.h>
#include <algo/base/io.h>
#include <algo/base/json.h>
#include <algo/base/mem.h>
#include <algo/base/num.h>
#include <algo/base/opt.h>
#include <algo/base/re.h>
#include <algo/base/when.h>

#endif
