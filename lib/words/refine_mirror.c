/* refine_mirror.c - the other side of what a document trades */
#include "refine.h"

#include <string.h>

/* A price that lies on the long's side, for either. */
static void two_sided_level(struct refine *f, struct reader *r, const char *key)
{
	const struct algo_json *v = algo_r_get(f, "risk", key);
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct node *n;

	if (!v || algo_json_type(v) != ALGO_J_STR ||
	    strstr(algo_json_str(v, NULL), "side"))
		return;
	n = algo_r_node(f, r, v);
	if (!n) {
		algo_r_ask(f, ALGO_TOPIC_STOP, "",
			   "where lies risk.%s of a short?", key);
		return;
	}
	algo_buf_addf(&b, "side > 0 ? %s : ", algo_json_str(v, NULL));
	algo_w_print(algo_w_mirror(r, n), &b);
	algo_r_edit_str(f, "risk", key, algo_buf_str(&b));
	algo_buf_release(&b);
}

static int mirror_one(struct refine *f, struct reader *r, const char *section,
		      const char *from, const char *to)
{
	const struct algo_json *v = algo_r_get(f, section, from);
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct node *n = v ? algo_r_node(f, r, v) : NULL;

	if (!n)
		return v ? -1 : 0;
	algo_w_print(algo_w_mirror(r, n), &b);
	algo_r_edit_str(f, section, to, algo_buf_str(&b));
	algo_buf_release(&b);
	return 0;
}

void algo_r_mirror(struct refine *f, const char *from, const char *to)
{
	static const char *const levels[] = { "stop_loss", "take_profit",
					      "trailing_stop" };
	struct reader r;
	int bad;

	if (algo_json_get(f->root, "rules")) {
		algo_r_ask(f, ALGO_TOPIC_AMBIGUOUS, "",
			   "the document is a list of rules: when does it sell "
			   "short and cover?");
		return;
	}
	algo_w_reader_init(&r, "", 0, f->opt, 0);
	bad = mirror_one(f, &r, "entry", from, to);
	bad |= mirror_one(f, &r, "exit", from, to);
	if (bad)
		algo_r_ask(f, ALGO_TOPIC_ENTRY, "",
			   "the entry cannot be turned round: when does it go "
			   "%s?",
			   to);
	for (size_t i = 0; !bad && i < 3; i++)
		two_sided_level(f, &r, levels[i]);
	algo_w_reader_release(&r);
}
