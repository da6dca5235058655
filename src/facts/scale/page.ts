// Amazon Linux 2023 has Python, so that nothing has to be installed and no way to the internet is needed. The service may
// use port 80 without being root, and starts again with the instance.
const SCRIPT = `#!/bin/bash
metadata() {
  curl -s -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}
token=$(curl -s -X PUT http://169.254.169.254/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 60')
mkdir -p /srv/page
cat > /srv/page/index.html <<PAGE
<!doctype html>
<title>aws-baseline</title>
<h1>It works</h1>
<p>Answered by instance $(metadata instance-id) in $(metadata placement/availability-zone).</p>
PAGE
cat > /etc/systemd/system/page.service <<'UNIT'
[Service]
ExecStart=/usr/bin/python3 -m http.server 80 --directory /srv/page
DynamicUser=yes
AmbientCapabilities=CAP_NET_BIND_SERVICE
Restart=always
[Install]
WantedBy=multi-user.target
UNIT
systemctl enable --now page
`;

/** User data that serves one page, which names the instance that answered; as EC2 takes it. */
export const PAGE_USER_DATA = Buffer.from(SCRIPT).toString('base64');
