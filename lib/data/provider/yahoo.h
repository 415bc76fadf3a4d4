/* yahoo.h - between the parts of the Yahoo provider */
#ifndef DATA_PROVIDER_YAHOO_H
#define DATA_PROVIDER_YAHOO_H

#include <algo/data.h>

int algo_yahoo_parse(const struct algo_feed_req *req,
		     const struct algo_http_res *res, struct algo_frame *frame,
		     struct algo_err *err);
/* chart.result[0] to bars. */
int algo_yahoo_bars(const struct algo_feed_req *req,
		    const struct algo_json *result, struct algo_frame *frame,
		    struct algo_err *err);
/* network_error bad_response */
int algo_yahoo_bad(struct algo_err *err, const char *what);

#endif
