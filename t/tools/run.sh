#!/bin/sh
# run.sh TEST - how prove starts a test: programs as they are, scripts by sh.
case $1 in
t/*) exec sh "$1" ;;
*) exec "$1" ;;
esac
