/* lex.h - what the two halves of the lexer share */
#ifndef WORDS_LEX_H
#define WORDS_LEX_H

#include "grammar.h"

/* A piece of the text before phrases are looked up. */
struct piece {
	char *word; /* lower case */
	struct tok tok;
	int mends;
};
struct lexer {
	struct reader *r;
	struct piece *v;
	size_t n, cap;
	size_t at;
	int depth; /* of brackets */
	int mends;
};

/* lex.c: the text to pieces. */
void algo_w_pieces(struct lexer *x);

#endif
