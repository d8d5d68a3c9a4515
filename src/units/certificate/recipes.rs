//! The pieces of which the recipes about certificates are put together: the
//! commands and the code that make each file.
//!
//! The files have the same names everywhere: `root.pem`, `root-key.pem`,
//! `server-key.pem`, `server-request.pem`, `server.pem`, `server-chain.pem`.

use super::key_recipes;
use crate::engine::pki::host::Host;
use crate::engine::pki::kind::KeyKind;
use crate::engine::pki::name::{Attribute, Subject};
use crate::engine::pki::validity::{self, Period};
use crate::units::form::quoted::{python, shell, shell_word};
use crate::units::{Recipe, Tool};

/// A subject as `cryptography` builds it.
pub(in crate::units) fn python_name(subject: &Subject) -> String {
    let mut code = String::from("x509.Name([\n");
    for (attribute, text) in subject.parts() {
        let name = match attribute {
            Attribute::Country => "COUNTRY_NAME",
            Attribute::State => "STATE_OR_PROVINCE_NAME",
            Attribute::Locality => "LOCALITY_NAME",
            Attribute::Organization => "ORGANIZATION_NAME",
            Attribute::Unit => "ORGANIZATIONAL_UNIT_NAME",
            Attribute::CommonName => "COMMON_NAME",
            Attribute::Email => "EMAIL_ADDRESS",
        };
        code.push_str(&format!(
            "    x509.NameAttribute(NameOID.{name}, {}),\n",
            python(text)
        ));
    }
    code.push_str("])");
    code
}

/// Names as `cryptography` builds them.
pub(in crate::units) fn python_hosts(hosts: &[Host]) -> String {
    let mut code = String::from("x509.SubjectAlternativeName([\n");
    for host in hosts {
        code.push_str(&match host {
            Host::Dns(name) => format!("    x509.DNSName({}),\n", python(name)),
            Host::Ip(address) => {
                format!(
                    "    x509.IPAddress(ip_address({})),\n",
                    python(&address.to_string())
                )
            }
        });
    }
    code.push_str("])");
    code
}

/// Names as openssl's `-addext` takes them, quoted for a shell.
pub(in crate::units) fn openssl_hosts(hosts: &[Host]) -> String {
    let hosts: Vec<String> = hosts.iter().map(Host::openssl).collect();
    shell(&format!("subjectAltName={}", hosts.join(",")))
}

/// A time as Python's `datetime`.
pub(in crate::units) fn python_time(seconds: u64) -> String {
    format!("datetime.fromtimestamp({seconds}, timezone.utc)")
}

/// The keyUsage of a certificate as `cryptography` builds it: the named uses
/// true, all others false.
pub(in crate::units) fn python_key_usage(uses: &[&str]) -> String {
    let all = [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ];
    let mut code = String::from("x509.KeyUsage(\n");
    for usage in all {
        let value = if uses.contains(&usage) {
            "True"
        } else {
            "False"
        };
        code.push_str(&format!("    {usage}={value},\n"));
    }
    code.push(')');
    code
}

/// A block of code, each line but the first moved to the right.
pub(in crate::units) fn indented(code: &str, by: usize) -> String {
    code.replace('\n', &format!("\n{}", " ".repeat(by)))
}

/// Which subject the Python code takes over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::units) enum PythonSubject {
    Whole,
    CommonName,
}

/// The kinds of the two keys of a certificate.
#[derive(Clone, Copy)]
pub(in crate::units) struct Keys {
    /// The server's.
    pub(in crate::units) server: KeyKind,
    /// Its issuer's, which signs.
    pub(in crate::units) issuer: KeyKind,
}

impl Keys {
    /// Both of RSA.
    pub(in crate::units) const RSA: Self = Self {
        server: KeyKind::Rsa,
        issuer: KeyKind::Rsa,
    };
}

/// The openssl commands that make `server.pem` and `server-chain.pem`.
pub(in crate::units) fn openssl_sign(hosts: &[Host], period: Period, keys: Keys) -> String {
    let names: Vec<String> = hosts.iter().map(Host::openssl).collect();
    format!(
        "openssl req -in server-request.pem -noout -verify\n\
         cat > server.ext <<'END'\n\
         basicConstraints = critical, CA:FALSE\n\
         keyUsage = critical, {}\n\
         extendedKeyUsage = serverAuth\n\
         subjectAltName = {}\n\
         subjectKeyIdentifier = hash\n\
         authorityKeyIdentifier = keyid\n\
         END\n\
         openssl x509 -req -in server-request.pem -CA root.pem -CAkey root-key.pem \\\n  \
         -CAcreateserial{} -days {} -extfile server.ext -out server.pem\n\
         cat server.pem root.pem > server-chain.pem\n",
        keys.server.usage(),
        names.join(", "),
        key_recipes::openssl_hash(keys.issuer),
        period.seconds() / validity::DAY,
    )
}

/// The openssl commands that check `server.pem`.
pub(in crate::units) fn openssl_check(hosts: &[Host]) -> String {
    let mut code = String::from("openssl x509 -in server.pem -noout -text\n");
    for host in hosts {
        let option = match host {
            Host::Dns(_) => "-verify_hostname",
            Host::Ip(_) => "-verify_ip",
        };
        let host = host.to_string().replacen('*', "www", 1);
        code.push_str(&format!(
            "openssl verify -CAfile root.pem -purpose sslserver {option} {host} server.pem\n"
        ));
    }
    code
}

/// The Python code that makes `server.pem` and `server-chain.pem` from `root`,
/// `root_key` and `request`, without its imports.
pub(in crate::units) fn python_sign(
    hosts: &[Host],
    period: Period,
    subject: PythonSubject,
    keys: Keys,
) -> String {
    let subject = match subject {
        PythonSubject::Whole => "request.subject".to_owned(),
        PythonSubject::CommonName => {
            "x509.Name(request.subject.get_attributes_for_oid(NameOID.COMMON_NAME))".to_owned()
        }
    };
    format!(
        "issuer_id = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value\n\
         server = (\n    \
         x509.CertificateBuilder()\n    \
         .subject_name({subject})\n    \
         .issuer_name(root.subject)\n    \
         .public_key(request.public_key())\n    \
         .serial_number(x509.random_serial_number())\n    \
         .not_valid_before({from})\n    \
         .not_valid_after({to})\n    \
         .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)\n    \
         .add_extension({usage}, critical=True)\n    \
         .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), \
         critical=False)\n    \
         .add_extension({hosts}, critical=False)\n    \
         .add_extension(x509.SubjectKeyIdentifier.from_public_key(request.public_key()), \
         critical=False)\n    \
         .add_extension(\n        \
         x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_id),\n        \
         critical=False)\n    \
         .sign(root_key, {hash})\n)\n\
         with open('server.pem', 'wb') as file:\n    \
         file.write(server.public_bytes(serialization.Encoding.PEM))\n\
         with open('server-chain.pem', 'wb') as file:\n    \
         file.write(server.public_bytes(serialization.Encoding.PEM))\n    \
         file.write(root.public_bytes(serialization.Encoding.PEM))",
        from = python_time(period.from),
        to = python_time(period.to),
        usage = indented(
            &python_key_usage(match keys.server {
                KeyKind::Rsa => &["digital_signature", "key_encipherment"],
                _ => &["digital_signature"],
            }),
            4
        ),
        hosts = indented(&python_hosts(hosts), 4),
        hash = key_recipes::python_hash(keys.issuer),
    )
}

/// How a server uses the files, and how a client reaches it.
pub(in crate::units) fn use_it(host: &str) -> Vec<Recipe> {
    let mut recipes = serve_it(host);
    recipes.splice(1..1, reach_it(host));
    recipes
}

/// A host as it stands in a URL; one that it covers in place of a wildcard.
pub(in crate::units) fn in_url(host: &str) -> String {
    match host.parse::<std::net::Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => host.replacen('*', "www", 1),
    }
}

/// How curl reaches the server.
fn reach_it(host: &str) -> [Recipe; 2] {
    let host = in_url(host);
    [
        Recipe {
            tool: Tool::Curl,
            title: "Reach it, trusting this root for one request".into(),
            code: format!(
                "curl --cacert root.pem {}\n",
                shell_word(&format!("https://{host}:5000/"))
            ),
        },
        Recipe {
            tool: Tool::Curl,
            title: "Reach it in other ways, and what each of them means".into(),
            code: format!(
                "# Where DNS does not know the name: say where it is, and check the name all the same.\n\
                 curl --cacert root.pem --resolve {name}:5000:127.0.0.1 {url}\n\
                 \n\
                 # Without --cacert: error 60, since curl does not know this root.\n\
                 # With another root of the same name: error 60, since it did not sign.\n\
                 # With a file that is no certificate: error 77.\n\
                 # With the root, for another name: error 60, since the name is not in it.\n\
                 # With the server's own certificate, server.pem, in place of the root: curl with\n\
                 # OpenSSL takes it (since 7.68), for this server alone. openssl verify, Node.js and\n\
                 # Python before 3.13 do not: they want a root at the end.\n\
                 # With the certificate of another server of that root: error 60.\n\
                 \n\
                 # Skips the check: whoever answers is taken for the server. It shows that\n\
                 # something answers, and nothing else; --cacert beside it counts for nothing.\n\
                 curl --insecure {url}\n",
                name = shell_word(&host),
                url = shell_word(&format!("https://{host}:5000/"))
            ),
        },
    ]
}

/// How a server uses the files: Flask first.
pub(in crate::units) fn serve_it(host: &str) -> Vec<Recipe> {
    let host = in_url(host);
    vec![
        Recipe {
            tool: Tool::Flask,
            title: "Serve with it".into(),
            code: "from flask import Flask\n\
                   \n\
                   app = Flask(__name__)\n\
                   \n\
                   \n\
                   @app.get('/')\n\
                   def hello():\n    \
                   return 'Hello over HTTPS'\n\
                   \n\
                   \n\
                   if __name__ == '__main__':\n    \
                   # Says \"key values mismatch\" where the two do not belong together.\n    \
                   app.run(port=5000, ssl_context=('server-chain.pem', 'server-key.pem'))\n"
                .into(),
        },
        Recipe {
            tool: Tool::Ssl,
            title: "Serve files with it, without Flask".into(),
            code: "import http.server\n\
                   import ssl\n\
                   \n\
                   context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n\
                   # Says \"key values mismatch\" where the two do not belong together.\n\
                   context.load_cert_chain('server-chain.pem', 'server-key.pem')\n\
                   server = http.server.ThreadingHTTPServer(\n    \
                   ('127.0.0.1', 5000), http.server.SimpleHTTPRequestHandler)\n\
                   server.socket = context.wrap_socket(server.socket, server_side=True)\n\
                   server.serve_forever()\n"
                .into(),
        },
        Recipe {
            tool: Tool::Node,
            title: "Serve with it".into(),
            code: "const https = require('node:https');\n\
                   const { readFileSync } = require('node:fs');\n\
                   \n\
                   // Says \"key values mismatch\" where the two do not belong together.\n\
                   const files = { cert: readFileSync('server-chain.pem'), key: readFileSync('server-key.pem') };\n\
                   https.createServer(files, (request, response) => response.end('Hello over HTTPS'))\n  \
                   .listen(5000, '127.0.0.1');\n"
                .into(),
        },
        Recipe {
            tool: Tool::Gunicorn,
            title: "Serve a Flask app with it".into(),
            code: "# With the Flask app above in app.py. Where certificate and key do not belong\n\
                   # together it starts all the same, and says \"key values mismatch\" at each request.\n\
                   gunicorn --bind 127.0.0.1:5000 --certfile server-chain.pem --keyfile server-key.pem app:app\n".into(),
        },
        Recipe {
            tool: Tool::Caddy,
            title: "Serve with it".into(),
            code: format!(
                "# Caddyfile, for caddy run\n\
                 {{\n    \
                 # No second server on port 80 that sends everybody here, and no third one\n    \
                 # by which other programs change these settings.\n    \
                 auto_https disable_redirects\n    \
                 admin off\n\
                 }}\n\
                 \n\
                 {host}:5000 {{\n    \
                 bind 127.0.0.1\n    \
                 # Says \"private key does not match public key\" where the two do not belong together.\n    \
                 tls server-chain.pem server-key.pem\n    \
                 respond \"Hello over HTTPS\"\n\
                 }}\n"
            ),
        },
        Recipe {
            tool: Tool::Nginx,
            title: "Serve with it".into(),
            code: format!(
                "server {{\n    \
                 listen 443 ssl;\n    \
                 server_name {host};\n    \
                 ssl_certificate     /etc/nginx/server-chain.pem;\n    \
                 # nginx -t says \"key values mismatch\" where the two do not belong together.\n    \
                 ssl_certificate_key /etc/nginx/server-key.pem;\n\
                 }}\n"
            ),
        },
    ]
}
