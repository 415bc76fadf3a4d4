#!/bin/sh
# need.sh yes|no build|check - sees what is missing to build or to test, and
# with yes installs it by the system's package manager when it may.  Otherwise
# it prints the one command that would, and fails.
set -u
may=$1 what=$2

have_cmd() { command -v "$1" >/dev/null 2>&1; }
have_header() {
	printf '#define PCRE2_CODE_UNIT_WIDTH 8\n#include <%s>\n' "$1" | ${CC:-cc} -E -x c - >/dev/null 2>&1
}

# TEST:ARGUMENT:WHY:Debian package:Fedora:Arch:Alpine
table_build='
cc::the C compiler:gcc:gcc:gcc:gcc
header:stdlib.h:the C library headers:libc6-dev:glibc-devel:glibc:musl-dev
header:csv.h:libcsv, for odd CSV lines:libcsv-dev:libcsv-devel:libcsv:libcsv-dev
header:json-c/json.h:json-c, for documents:libjson-c-dev:json-c-devel:json-c:json-c-dev
header:pcre2.h:PCRE2, for words and broken documents:libpcre2-dev:pcre2-devel:pcre2:pcre2-dev
header:sqlite3.h:SQLite, for the history:libsqlite3-dev:sqlite-devel:sqlite:sqlite-dev
header:gsl/gsl_cdf.h:GSL, for statistics:libgsl-dev:gsl-devel:gsl:gsl-dev
header:curl/curl.h:libcurl, for providers and URLs:libcurl4-openssl-dev:libcurl-devel:curl:curl-dev
file:/usr/share/zoneinfo/America/New_York:time zones:tzdata:tzdata:tzdata:tzdata
'
table_check='
cmd:prove:the test runner:perl:perl-Test-Harness:perl:perl-utils
cmd:jq:pipelines of the manual use it:jq:jq:jq:jq
cmd:mandoc:to lint the manual:mandoc:mandoc:mandoc:mandoc
cmd:mawk:pipelines and timings compare with it:mawk:mawk:mawk:mawk
'

is_there() {
	case $1 in
	cc) have_cmd "${CC:-cc}" ;;
	cmd) have_cmd "$2" ;;
	header) have_header "$2" ;;
	file) [ -e "${TZDIR:-/usr/share/zoneinfo}${2#/usr/share/zoneinfo}" ] ;;
	esac
}

field=4 manager='apt-get install -y --no-install-recommends' refresh='apt-get update -q'
if have_cmd apt-get; then
	:
elif have_cmd dnf; then
	field=5 manager='dnf install -y' refresh=:
elif have_cmd pacman; then
	field=6 manager='pacman -S --noconfirm' refresh='pacman -Sy'
elif have_cmd apk; then
	field=7 manager='apk add' refresh=:
fi
sudo=
[ "$(id -u)" = 0 ] || sudo='sudo '
# why_not: what keeps us from installing, or nothing
why_not() {
	if [ "$may" != yes ]; then
		echo 'This target installs nothing'
	elif ! have_cmd "${manager%% *}"; then
		echo "There is no package manager known here"
	elif [ -n "$sudo" ] && ! have_cmd sudo; then
		echo 'Only root may install them, and there is no sudo'
	elif [ -n "$sudo" ] && ! sudo -n true 2>/dev/null; then
		echo 'Only root may install them, and sudo wants a password'
	fi
}

missing() {
	printf '%s' "$table" | while IFS= read -r row; do
		[ -n "$row" ] || continue
		kind=${row%%:*} rest=${row#*:}
		is_there "$kind" "${rest%%:*}" || printf '%s\n' "$row"
	done
}
names() { printf '%s\n' "$1" | cut -d: -f"$field" | sort -u | tr '\n' ' '; }

if [ "$what" = build ]; then table=$table_build; else table=$table_check; fi
lack=$(missing)
[ -n "$lack" ] || exit 0
if [ "$what" = build ]; then printf 'Missing to build:\n'; else printf 'Missing to test:\n'; fi
printf '%s\n' "$lack" | while IFS= read -r row; do
	printf '  %-22s %s\n' "$(printf '%s' "$row" | cut -d: -f"$field")" \
		"$(printf '%s' "$row" | cut -d: -f3)"
done
pkgs=$(names "$lack")
why=$(why_not)
if [ -z "$why" ]; then
	printf 'Installing them: %s%s %s\n' "$sudo" "$manager" "$pkgs"
	export DEBIAN_FRONTEND=noninteractive
	# shellcheck disable=SC2086
	{ ${sudo}$refresh && ${sudo}$manager $pkgs; } >/dev/null ||
		{ echo 'Installing failed; the messages above say why.'; exit 1; }
	[ -z "$(missing)" ] && exit 0
	echo 'Something is still missing:'
	missing | cut -d: -f3
	exit 1
fi
printf '%s.  To install them:\n\n    %s%s %s\n\n' "$why" "$sudo" "$manager" "$pkgs"
exit 1
