#!/bin/sh
# After the package's files are in place; must not fail where an optional part of the system is missing.
set -e
folder=/opt/Tributary

ln -sf "$folder/resources/cli/bin/tributary" /usr/bin/tributary
ln -sf "$folder/tributary-desktop" /usr/bin/tributary-desktop

# Chromium's sandbox: user namespaces where they work, else the helper that runs as root.
if unshare --user true 2>/dev/null; then
  chmod 0755 "$folder/chrome-sandbox"
else
  chmod 4755 "$folder/chrome-sandbox"
fi

# A system whose AppArmor is older than the profile needs none.
if apparmor_status --enabled >/dev/null 2>&1; then
  profile=$folder/resources/apparmor-profile
  if apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
    cp -f "$profile" /etc/apparmor.d/tributary-desktop
    if ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
      apparmor_parser --replace --write-cache --skip-read-cache /etc/apparmor.d/tributary-desktop || true
    fi
  fi
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -f /usr/share/icons/hicolor || true
fi
