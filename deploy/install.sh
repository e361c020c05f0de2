#!/usr/bin/env bash
# Installs this release on a machine with systemd, beside earlier ones, and makes it the current one. Running it again from
# an earlier release goes back to that one. Settings in /etc/between and what lies in /var/lib/between stay as they are.
#
#   sudo ./install.sh server    the kernel-server; with Spark in this release, its master and its Connect server too
#   sudo ./install.sh worker    a Spark worker
#
#   DESTDIR    another root: files are laid there, and neither users nor services are touched
#   START=no   the services are not started
set -euo pipefail
role=${1:-}
case "$role" in server | worker) ;; *)
  echo "Usage: install.sh server|worker" >&2
  exit 2
  ;;
esac
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(cat "$here/VERSION")
root=${DESTDIR:-}
home=$root/opt/between
on_system() { [ -z "$root" ]; }

if on_system && [ "$(id -u)" != 0 ]; then
  echo "install.sh needs root." >&2
  exit 1
fi
if on_system && [ "$role" = server ]; then
  # Its own first look refuses a Node that is too old, and says so.
  "$here/bin/between" --version >/dev/null
fi

# Links are put in place by renaming: there is never a moment without a current release.
point() {
  ln -s "$2" "$1.next"
  mv -T "$1.next" "$1"
}

mkdir -p "$home/releases" "$root/etc/between" "$root/var/lib/between" "$root/var/log/between"
if [ "$here" != "$(readlink -f "$home/releases/$version" 2>/dev/null)" ]; then
  rm -rf "$home/releases/$version.next"
  mkdir "$home/releases/$version.next"
  for part in dist deploy bin docs VERSION LICENSE package.json install.sh; do
    if [ -e "$here/$part" ]; then cp -R "$here/$part" "$home/releases/$version.next/"; fi
  done
  rm -rf "$home/releases/$version"
  mv "$home/releases/$version.next" "$home/releases/$version"
fi

# Spark lies beside the releases: it goes on running when only the kernel-server is new.
new_spark=no
for spark in "$here"/spark-*; do
  [ -d "$spark" ] || continue
  name=$(basename "$spark")
  if [ ! -d "$home/$name" ]; then
    rm -rf "$home/$name.next"
    cp -R "$spark" "$home/$name.next"
    mv "$home/$name.next" "$home/$name"
  fi
  if [ "$(readlink "$home/spark" || true)" != "$name" ]; then
    point "$home/spark" "$name"
    new_spark=yes
  fi
done
if [ -d "$home/spark/between-jars" ]; then
  jars=$(find "$home/spark/between-jars" -name '*.jar' | sort | sed "s|^$root||" | paste -sd,)
  # What every service of Spark and the kernel-server, whose Scala cells take these jars, are told of it.
  printf 'SPARK_HOME=%s\nSPARK_JARS=%s\n' /opt/between/spark "$jars" >"$root/etc/between/spark-release.env"
fi
if [ -d "$here/wheels" ]; then
  PYTHON=${PYTHON:-$(sed -n 's/^PYTHON=//p' "$root/etc/between/spark.env" 2>/dev/null)} "$here/deploy/bin/make-python.sh" "$home/python"
fi
point "$home/current" "releases/$version"

units=$root/etc/systemd/system
mkdir -p "$units" "$root/etc/logrotate.d"
cp "$here"/deploy/systemd/between-*.{service,timer} "$units/"
cp "$here/deploy/systemd/between.logrotate" "$root/etc/logrotate.d/between"
if [ "$role" = server ]; then
  mkdir -p "$root/etc/sudoers.d" "$root/usr/local/bin"
  echo 'between ALL=(between-cells) NOPASSWD: ALL' >"$root/etc/sudoers.d/between"
  chmod 0440 "$root/etc/sudoers.d/between"
  ln -sf /opt/between/current/bin/between "$root/usr/local/bin/between"
  ln -sf /opt/between/current/deploy/bin/as-server.sh "$root/usr/local/bin/between-admin"
fi
on_system || exit 0

for user in between between-spark between-cells; do
  id "$user" >/dev/null 2>&1 || useradd --system --home-dir /var/lib/between --shell /usr/sbin/nologin "$user"
done
chown between:between /var/lib/between
chmod 0750 /var/lib/between
# Environments of Python are made by the server and used by cells, which see nothing else of it.
install -d -o between -g between-cells -m 2750 /var/cache/between
mkdir -p /var/lib/between-spark
chown between-spark:between-spark /var/lib/between-spark
systemctl daemon-reload
if [ "${START:-yes}" = no ]; then exit 0; fi
case "$role" in
  worker)
    systemctl enable between-worker
    systemctl restart between-worker
    ;;
  server)
    systemctl enable --now between-fence
    if [ -e /etc/between/certificate.env ]; then
      systemctl enable --now between-certificate.timer
      systemctl start between-certificate
    fi
    if [ -e "$home/spark" ] && [ -e /etc/between/spark.env ]; then
      systemctl enable between-master between-connect
      if [ "$new_spark" = yes ] || ! systemctl is-active -q between-connect; then
        systemctl restart between-master between-connect
      fi
    fi
    systemctl enable between-server
    systemctl restart between-server
    ;;
esac
echo "Between Notebooks $version runs as $role."
