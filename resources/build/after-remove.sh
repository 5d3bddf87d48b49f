#!/bin/sh
# After removal. The new package's scripts have run already when this is an update: then everything stays.
set -e
case ${1:-remove} in
  upgrade | failed-upgrade | 1) exit 0 ;;
esac

for link in tributary tributary-desktop; do
  case $(readlink "/usr/bin/$link" 2>/dev/null || true) in
    /opt/Tributary/*) rm -f "/usr/bin/$link" ;;
  esac
done

profile=/etc/apparmor.d/tributary-desktop
if [ -f "$profile" ]; then
  if apparmor_status --enabled >/dev/null 2>&1; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
