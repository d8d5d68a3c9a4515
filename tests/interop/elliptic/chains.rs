//! Keys that sign as CA and as server.

use super::{make, openssl, python, with_key};
use crate::support::pki::{Folder, NOW, inputs, pem, run, thing};
use padlock::units::{Inputs, Output};

/// Root, CA in between, request and certificate, each with another kind of key.
struct Chain {
    root: Output,
    between: Output,
    request: Output,
    server: Output,
}

fn chain(root: &str, between: &str, server: &str) -> Chain {
    let key = |value: &str| make(value).drafts[0].clone();
    let root = run("ca-root", &with_key("ca-root", &key(root))).unwrap();
    let by = |unit: Inputs, issuer: &Output| {
        unit.with_thing("issuer", thing(&issuer.drafts[1]))
            .with_thing("issuer-key", thing(&issuer.drafts[0]))
    };
    let between = by(with_key("intermediate", &key(between)), &root);
    let between = run("intermediate", &between).unwrap();
    let request = run("server-request", &with_key("server-request", &key(server))).unwrap();
    let asked = inputs("issue").with_thing("request", thing(&request.drafts[1]));
    let server = run("issue", &by(asked, &between)).unwrap();
    Chain {
        root,
        between,
        request,
        server,
    }
}

#[test]
fn each_kind_signs_as_root_between_and_server() {
    for [root, between, server] in [
        ["p256", "p384", "ed25519"],
        ["p384", "ed25519", "p256"],
        ["ed25519", "p256", "p384"],
        ["p256", "p256", "p256"],
    ] {
        let made = chain(root, between, server);
        let has_ed25519 = [root, between, server].contains(&"ed25519");
        // Browsers take no Ed25519 in a certificate, and that is said of the two that
        // the CA has before it.
        let below = [between, server].contains(&"ed25519");
        let holds = made.server.good == Some(true);
        assert_eq!(holds, !below, "{}", made.server.headline);
        let says_so = made.server.headline.contains("browsers will not take it");
        assert_eq!(says_so, below, "{}", made.server.headline);
        let folder = Folder::new(&format!("elliptic-chain-{root}-{between}-{server}"));
        for (name, draft) in [
            ("root.pem", &made.root.drafts[1]),
            ("ca.pem", &made.between.drafts[1]),
            ("request.pem", &made.request.drafts[1]),
            ("server.pem", &made.server.drafts[0]),
            ("server-key.pem", &made.request.drafts[0]),
        ] {
            folder.write(name, pem(draft));
        }
        let check = inputs("check-certificate")
            .with("between", String::from_utf8(folder.read("ca.pem")).unwrap())
            .with_thing("certificate", thing(&made.server.drafts[0]))
            .with_thing("issuer", thing(&made.root.drafts[1]));
        let check = run("check-certificate", &check).unwrap();
        assert_eq!(check.good == Some(true), !has_ed25519, "{}", check.headline);
        assert!(check.agreements.is_empty(), "nothing of ours was compared");
        let args = format!(
            "verify -x509_strict -attime {} -CAfile root.pem -untrusted ca.pem -purpose sslserver -verify_hostname localhost server.pem",
            NOW + 60
        );
        if openssl(&folder, &args).is_none() {
            return;
        }
        let said = openssl(&folder, "req -in request.pem -noout -verify").unwrap();
        assert!(said.to_lowercase().contains("verify ok"), "{said}");
        assert_eq!(
            openssl(&folder, "x509 -in server.pem -noout -pubkey"),
            openssl(&folder, "pkey -in server-key.pem -pubout")
        );
        let usage = openssl(&folder, "x509 -in server.pem -noout -ext keyUsage").unwrap();
        assert!(
            usage.contains("Digital Signature") && !usage.contains("Encipherment"),
            "{usage}"
        );
        python(
            &folder,
            "
from cryptography import x509
read = lambda name: open(name, 'rb').read()
root, ca, server = (x509.load_pem_x509_certificate(read(n)) for n in ['root.pem', 'ca.pem', 'server.pem'])
assert x509.load_pem_x509_csr(read('request.pem')).is_signature_valid
root.verify_directly_issued_by(root)
ca.verify_directly_issued_by(root)
server.verify_directly_issued_by(ca)
",
        );
    }
}
