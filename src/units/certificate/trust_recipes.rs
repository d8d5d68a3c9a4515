//! How a machine or a program comes to trust a root of one's own, and how it
//! forgets it again.

use crate::units::{Recipe, Tool};

/// What stands before each of them.
const WARNING: &str = "# Whoever has the key of a root that is trusted can pass for any host there:\n\
                       # forget it when the lesson is over.\n";

/// The recipes, with `root.pem` as the file.
pub(in crate::units) fn trust_it() -> Vec<Recipe> {
    let recipe = |tool, title: &'static str, code: &str| Recipe {
        tool,
        title: title.into(),
        code: format!("{WARNING}{code}"),
    };
    vec![
        recipe(
            Tool::Linux,
            "Trust this root on the whole machine, and forget it again",
            "# Debian and Ubuntu\n\
             sudo cp root.pem /usr/local/share/ca-certificates/padlock-root.crt\n\
             sudo update-ca-certificates\n\
             # and to forget it:\n\
             sudo rm /usr/local/share/ca-certificates/padlock-root.crt\n\
             sudo update-ca-certificates --fresh\n\
             \n\
             # Fedora and Red Hat\n\
             sudo cp root.pem /etc/pki/ca-trust/source/anchors/padlock-root.pem\n\
             sudo update-ca-trust\n\
             # and to forget it:\n\
             sudo rm /etc/pki/ca-trust/source/anchors/padlock-root.pem\n\
             sudo update-ca-trust\n",
        ),
        recipe(
            Tool::Macos,
            "Trust this root on the whole machine, and forget it again",
            "sudo security add-trusted-cert -d -r trustRoot \\\n  \
             -k /Library/Keychains/System.keychain root.pem\n\
             # and to forget it:\n\
             sudo security remove-trusted-cert -d root.pem\n",
        ),
        recipe(
            Tool::Windows,
            "Trust this root as this user, and forget it again",
            "# PowerShell; Windows asks before it trusts.\n\
             certutil -user -addstore Root root.pem\n\
             # and to forget it, by the serial number that this shows:\n\
             certutil -user -store Root\n\
             certutil -user -delstore Root SERIAL-NUMBER\n\
             \n\
             # In PowerShell 5, curl is another command; curl itself is curl.exe:\n\
             curl.exe --cacert root.pem https://localhost:5000/\n",
        ),
        recipe(
            Tool::Browser,
            "Trust this root in Firefox or Chrome, and forget it again",
            "# Firefox: Settings, Privacy and security, Manage certificates (View Certificates…\n\
             # in older ones), Authorities, Import…; tick only \"Trust this CA to identify\n\
             # websites\". Delete or Distrust… there to forget it.\n\
             \n\
             # Chrome and Chromium on Linux keep their own list; on Windows and macOS they\n\
             # ask the system. They read it when they start: in .pki where an older one made\n\
             # that, else in .local/share/pki.\n\
             sudo apt-get install libnss3-tools\n\
             list=\"$HOME/.pki/nssdb\"\n\
             [ -d \"$list\" ] || list=\"$HOME/.local/share/pki/nssdb\"\n\
             mkdir -p \"$list\"\n\
             certutil -d \"sql:$list\" -A -t C,, -n padlock-root -i root.pem\n\
             # and to forget it, with list as above:\n\
             certutil -d \"sql:$list\" -D -n padlock-root\n",
        ),
        recipe(
            Tool::Java,
            "Trust this root in Java, and forget it again",
            "keytool -importcert -noprompt -alias padlock-root -file root.pem \\\n  \
             -keystore truststore.p12 -storetype PKCS12 -storepass changeit\n\
             # java -Djavax.net.ssl.trustStore=truststore.p12 \\\n\
             #   -Djavax.net.ssl.trustStorePassword=changeit …\n\
             # and to forget it:\n\
             keytool -delete -alias padlock-root -keystore truststore.p12 -storepass changeit\n",
        ),
        recipe(
            Tool::Ssl,
            "Trust this root in one program",
            "import ssl\n\
             import urllib.request\n\
             \n\
             context = ssl.create_default_context(cafile='root.pem')\n\
             print(urllib.request.urlopen('https://localhost:5000/', context=context).read())\n\
             # With requests: requests.get('https://localhost:5000/', verify='root.pem')\n\
             # Without a change of the program, in place of the system's file of roots (a\n\
             # directory of roots, as Debian has it, stays trusted), or of those of requests:\n\
             # SSL_CERT_FILE=root.pem python3 program.py\n\
             # REQUESTS_CA_BUNDLE=root.pem python3 program.py\n",
        ),
        recipe(
            Tool::Node,
            "Trust this root in one program",
            "# Beside the roots that Node has anyway:\n\
             NODE_EXTRA_CA_CERTS=root.pem node -e '\n  \
             fetch(\"https://localhost:5000/\").then((answer) => answer.text()).then(console.log)'\n",
        ),
        recipe(
            Tool::Git,
            "Trust this root for one host, and forget it again",
            "git config --global http.https://localhost:5000/.sslCAInfo \"$PWD/root.pem\"\n\
             # and to forget it:\n\
             git config --global --unset http.https://localhost:5000/.sslCAInfo\n",
        ),
        recipe(
            Tool::Docker,
            "Trust this root in an image",
            "# In the Dockerfile of an image that is built on Debian:\n\
             COPY root.pem /usr/local/share/ca-certificates/padlock-root.crt\n\
             RUN update-ca-certificates\n\
             # For a registry of one's own, on the machine that pulls from it:\n\
             # /etc/docker/certs.d/localhost:5000/ca.crt\n",
        ),
    ]
}
