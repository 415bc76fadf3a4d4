#!/bin/sh
# static.sh CC LIB... - the link flags of each library: its archive where the
# compiler finds one, else the shared library.
cc=$1
shift
for l in "$@"; do
	a=$($cc -print-file-name="lib$l.a" 2>/dev/null)
	case $a in
	/*) printf '%s ' "$a" ;;
	*) printf -- '-l%s ' "$l" ;;
	esac
done
