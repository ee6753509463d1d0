#!/bin/sh
# Dubbelklik: kies een map; gehoord leest die en opent het rapport.
PATH="$HOME/.local/bin:$PATH"
map=$(osascript -e 'POSIX path of (choose folder with prompt "Kies de map met reacties, verslagen en het plan")') || exit 1
gehoord start "$map"
