#!/bin/sh
# Installs ./tributary.deb on a machine without node, uses its command line and web mode, and removes it again.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
if command -v node >/dev/null; then
  echo "There is a node on the PATH: this would prove nothing." >&2
  exit 1
fi
here=$(pwd)
apt-get -qq update
apt-get -qq install --yes --no-install-recommends "$here/tributary.deb" >/dev/null

tributary --version
repository=$(mktemp -d)
cd "$repository"
git init --quiet --initial-branch=main
git config user.name Somebody
git config user.email somebody@example.org
git commit --quiet --allow-empty --message Start
tributary doctor

tributary serve --no-open >serve.txt 2>serve-errors.txt &
server=$!
tries=0
until grep -q '^Tributary: http' serve.txt; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ]; then
    cat serve-errors.txt >&2
    exit 1
  fi
  sleep 0.1
done
url=$(sed -n 's/^Tributary: //p' serve.txt)
# shellcheck disable=SC2016 # JavaScript, not shell
/opt/Tributary/resources/host/tributary-host -e '
  const page = await fetch(process.argv[1]);
  const text = await page.text();
  if (!page.ok || !text.includes("<div id=\"root\"")) throw new Error(`no page: ${page.status}`);
  console.log(`web mode: ${page.status}, ${text.length} characters`);
' "$url"
kill "$server"
wait "$server" || true

# A session, by which the host is copied out of the package and started.
mkdir plans
cat >plans/shop.plan.yaml <<'PLAN'
version: 1
feature: shop
base: main
agents:
  one: { role: data, runs: { command: "echo started > started.txt; sleep 300" } }
syncs:
  end: { merges: [one] }
PLAN
git add --all
git commit --quiet --message Plan
tributary trust --accept "$(tributary trust | sed -n 's/^Hash: //p')" >/dev/null
tributary start one
tries=0
until [ -e "$repository-one/started.txt" ]; do
  tries=$((tries + 1))
  [ "$tries" -le 100 ] || exit 1
  sleep 0.1
done
tributary stop one

cd "$here"
apt-get -qq remove --yes tributary >/dev/null
if [ -e /usr/bin/tributary ] || [ -e /opt/Tributary ]; then
  echo "Something was left behind." >&2
  exit 1
fi
echo "Installed, used and removed."
