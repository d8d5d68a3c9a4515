//! Keys of P-256, P-384 and Ed25519: their files are read by openssl and by
//! Python's `cryptography`, and theirs here; and they sign as CA and as server.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

mod judges;
mod pki;

use padlock::desk::{Draft, KeyKind, Kind, key_of};
use padlock::engine::trace::Data;
use padlock::units::{Inputs, Material, Output};
use pki::{Folder, NOW, PASSPHRASE, inputs, pem, run, thing};

/// What the exhibit calls each kind, and the options with which openssl makes it.
const KINDS: [(KeyKind, &str, &str); 3] = [
    (KeyKind::P256, "p256", "EC -pkeyopt ec_paramgen_curve:P-256"),
    (KeyKind::P384, "p384", "EC -pkeyopt ec_paramgen_curve:P-384"),
    (KeyKind::Ed25519, "ed25519", "ED25519"),
];

fn openssl(folder: &Folder, args: &str) -> Option<String> {
    Some(folder.run(judges::openssl()?.args(args.split_whitespace())))
}

fn python(folder: &Folder, code: &str) -> Option<String> {
    Some(folder.run(judges::python()?.args(["-c", code])))
}

fn make(value: &str) -> Output {
    run("key-ec", &inputs("key-ec").with("kind", value)).unwrap()
}

fn import(file: &[u8], passphrase: &str) -> Output {
    let text = String::from_utf8(file.to_vec()).unwrap();
    let inputs = Inputs::default()
        .with("file", text)
        .with("passphrase", passphrase);
    run("desk-import", &inputs).unwrap()
}

/// The file that a run made under this name.
fn file(output: &Output, name: &str) -> Option<String> {
    let mut results = output.results.iter();
    let value = results.find(|value| value.symbol == name)?;
    match &value.data {
        Data::Text(text) => Some(text.clone()),
        _ => None,
    }
}

#[test]
fn each_form_of_a_key_is_read_by_others() {
    for (kind, value, _) in KINDS {
        let folder = Folder::new(&format!("elliptic-forms-{value}"));
        let made = make(value);
        let [private, public] = &made.drafts[..] else {
            panic!("{:?}", made.drafts);
        };
        assert_eq!(
            (private.kind, public.kind),
            (Kind::PrivateKey(kind), Kind::PublicKey(kind))
        );
        folder.write("key.pem", pem(private));
        folder.write(
            "key.der",
            padlock::desk::to_der(private.kind, &private.bytes),
        );
        folder.write("public.pem", pem(public));
        let mut private_files = vec!["key.pem", "key.der"];
        if let Some(sec1) = file(&made, "key-sec1.pem") {
            folder.write("sec1.pem", sec1);
            private_files.push("sec1.pem");
        }
        for kdf in ["pbkdf2", "scrypt"] {
            let locked = inputs("desk-export")
                .with("kdf", kdf)
                .with("rounds", "10000")
                .with("passphrase", PASSPHRASE)
                .with_thing("thing", thing(private));
            let locked = run("desk-export", &locked).unwrap();
            let Data::Text(text) = &locked.results[0].data else {
                panic!("no file");
            };
            let name = if kdf == "scrypt" {
                "scrypt.pem"
            } else {
                "pbkdf2.pem"
            };
            folder.write(name, text);
            // And back.
            let read = import(text.as_bytes(), PASSPHRASE);
            assert_eq!(read.drafts[0].bytes, private.bytes);
        }
        if openssl(&folder, "version").is_none() {
            return;
        }
        let theirs = |args: &str| openssl(&folder, args).unwrap();
        let expected = String::from_utf8(folder.read("public.pem")).unwrap();
        for name in private_files {
            let form = if name.ends_with("der") {
                " -inform DER"
            } else {
                ""
            };
            assert_eq!(
                theirs(&format!("pkey -in {name}{form} -pubout")),
                expected,
                "{name}"
            );
            theirs(&format!("pkey -in {name}{form} -check -noout"));
        }
        theirs("pkey -pubin -in public.pem -noout -text");
        folder.write("passphrase", PASSPHRASE);
        for name in ["pbkdf2.pem", "scrypt.pem"] {
            let args = format!("pkey -in {name} -passin file:passphrase -pubout");
            assert_eq!(theirs(&args), expected, "{name}");
        }
        let said = python(
            &folder,
            &format!(
                "
from cryptography.hazmat.primitives import serialization as s
import os
read = lambda name: open(name, 'rb').read()
public = s.load_pem_public_key(read('public.pem'))
keys = [s.load_pem_private_key(read('key.pem'), None), s.load_der_private_key(read('key.der'), None)]
keys += [s.load_pem_private_key(read(n), '{PASSPHRASE}'.encode()) for n in ['pbkdf2.pem', 'scrypt.pem']]
if os.path.exists('sec1.pem'):
    keys.append(s.load_pem_private_key(read('sec1.pem'), None))
assert all(key.public_key() == public for key in keys)
print(len(keys))
"
            ),
        );
        if let Some(said) = said {
            let count = if kind == KeyKind::Ed25519 { "4" } else { "5" };
            assert_eq!(said.trim(), count);
        }
    }
}

/// What the desk kept of a file: the private key, and the public key that it bonds
/// with.
fn kept(folder: &Folder, name: &str, passphrase: &str, kind: KeyKind) -> Draft {
    let output = import(&folder.read(name), passphrase);
    assert_eq!(output.good, Some(true), "{name}: {}", output.headline);
    let [draft] = &output.drafts[..] else {
        panic!("{name}: {:?}", output.drafts);
    };
    assert_eq!(draft.kind, Kind::PrivateKey(kind), "{name}");
    assert!(key_of(draft.kind, &draft.bytes).is_some(), "{name}");
    draft.clone()
}

#[test]
fn each_form_that_openssl_writes_is_read() {
    for (kind, value, options) in KINDS {
        let folder = Folder::new(&format!("elliptic-openssl-{value}"));
        if openssl(
            &folder,
            &format!("genpkey -algorithm {options} -out key.pem"),
        )
        .is_none()
        {
            return;
        }
        let theirs = |args: &str| openssl(&folder, args).unwrap();
        theirs("pkey -in key.pem -pubout -out public.pem");
        theirs("pkcs8 -topk8 -in key.pem -v2 aes256 -passout pass:secret -out locked.pem");
        let key = kept(&folder, "key.pem", "", kind);
        assert_eq!(kept(&folder, "locked.pem", "secret", kind), key);
        let public = import(&folder.read("public.pem"), "");
        let public = &public.drafts[0];
        assert_eq!(public.kind, Kind::PublicKey(kind));
        assert_eq!(
            key_of(public.kind, &public.bytes),
            key_of(key.kind, &key.bytes)
        );
        if kind == KeyKind::Ed25519 {
            continue;
        }
        theirs("ec -in key.pem -out sec1.pem");
        theirs("ec -in key.pem -no_public -out bare.pem");
        theirs("ec -in key.pem -conv_form compressed -out short.pem");
        theirs("ec -in key.pem -pubout -conv_form compressed -out short-public.pem");
        theirs("pkcs8 -topk8 -nocrypt -in bare.pem -out bare8.pem");
        for name in ["sec1.pem", "bare.pem", "bare8.pem", "short.pem"] {
            assert_eq!(kept(&folder, name, "", kind).bytes, key.bytes, "{name}");
        }
        let short = import(&folder.read("short-public.pem"), "");
        assert_eq!(short.drafts[0].bytes, public.bytes);
        // With the block EC PARAMETERS before it.
        let curve = if kind == KeyKind::P256 {
            "prime256v1"
        } else {
            "secp384r1"
        };
        theirs(&format!("ecparam -name {curve} -genkey -out both.pem"));
        kept(&folder, "both.pem", "", kind);
    }
}

#[test]
fn each_form_that_python_writes_is_read() {
    let folder = Folder::new("elliptic-python");
    let said = python(
        &folder,
        "
from cryptography.hazmat.primitives import serialization as s
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
pem, none = s.Encoding.PEM, s.NoEncryption()
made = {'p256': ec.generate_private_key(ec.SECP256R1()), 'p384': ec.generate_private_key(ec.SECP384R1()), 'ed25519': ed25519.Ed25519PrivateKey.generate()}
for name, key in made.items():
    def write(form, data): open(f'{name}-{form}.pem', 'wb').write(data)
    write('pkcs8', key.private_bytes(pem, s.PrivateFormat.PKCS8, none))
    write('locked', key.private_bytes(pem, s.PrivateFormat.PKCS8, s.BestAvailableEncryption(b'secret')))
    if name != 'ed25519':
        write('sec1', key.private_bytes(pem, s.PrivateFormat.TraditionalOpenSSL, none))
",
    );
    if said.is_none() {
        return;
    }
    for (kind, value, _) in KINDS {
        let key = kept(&folder, &format!("{value}-pkcs8.pem"), "", kind);
        assert_eq!(
            kept(&folder, &format!("{value}-locked.pem"), "secret", kind),
            key
        );
        if kind != KeyKind::Ed25519 {
            assert_eq!(
                kept(&folder, &format!("{value}-sec1.pem"), "", kind).bytes,
                key.bytes
            );
        }
    }
}

/// A unit with a key from the desk.
fn with_key(unit: &str, key: &Draft) -> Inputs {
    inputs(unit)
        .with("key-from", "desk")
        .with_thing("key", thing(key))
}

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

fn request(bytes: &[u8]) -> Material {
    let (_, der) = der::pem::decode_vec(bytes).unwrap();
    Material {
        name: "request".into(),
        kind: Kind::Request,
        bytes: der.into(),
        demonstration: false,
    }
}

/// What a CA of P-256 makes of a request.
fn signed(root: &Output, bytes: &[u8]) -> Result<Output, padlock::engine::diagnosis::Diagnosis> {
    let inputs = inputs("issue")
        .with_thing("request", request(bytes))
        .with_thing("issuer", thing(&root.drafts[1]))
        .with_thing("issuer-key", thing(&root.drafts[0]));
    run("issue", &inputs)
}

fn root() -> Output {
    let key = make("p256").drafts[0].clone();
    run("ca-root", &with_key("ca-root", &key)).unwrap()
}

#[test]
fn requests_of_operators_are_signed() {
    let root = root();
    for (name, is_signed) in [
        ("ec-san", true),
        ("ec-nosan", false),
        ("email", true),
        ("rsa-nosan", false),
        ("sha512", true),
        ("wild", true),
    ] {
        let path = format!(
            "{}/tests/vectors/requests/{name}.csr",
            env!("CARGO_MANIFEST_DIR")
        );
        let output = signed(&root, &std::fs::read(path).unwrap()).unwrap();
        assert_eq!(
            !output.drafts.is_empty(),
            is_signed,
            "{name}: {}",
            output.headline
        );
    }
}

#[test]
fn requests_are_signed_whatever_their_hash_and_the_rest_is_named() {
    let folder = Folder::new("elliptic-requests");
    let asked = "-subj /CN=localhost -addext subjectAltName=DNS:localhost";
    let keys = [
        ("rsa", "RSA -pkeyopt rsa_keygen_bits:2048"),
        ("pss", "RSA-PSS -pkeyopt rsa_keygen_bits:2048"),
        ("p256", KINDS[0].2),
        ("p384", KINDS[1].2),
        ("ed25519", KINDS[2].2),
        ("p521", "EC -pkeyopt ec_paramgen_curve:P-521"),
        ("secp256k1", "EC -pkeyopt ec_paramgen_curve:secp256k1"),
        ("brainpool", "EC -pkeyopt ec_paramgen_curve:brainpoolP384r1"),
        ("ed448", "ED448"),
    ];
    for (name, options) in keys {
        if openssl(
            &folder,
            &format!("genpkey -algorithm {options} -out {name}.pem"),
        )
        .is_none()
        {
            return;
        }
    }
    let root = root();
    let pss = "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest";
    for (key, how, refusal) in [
        ("rsa", "-sha256".to_owned(), None),
        ("rsa", "-sha384".to_owned(), None),
        ("rsa", "-sha512".to_owned(), None),
        ("rsa", format!("-sha256 {pss}"), None),
        ("rsa", format!("-sha384 {pss}"), None),
        ("rsa", format!("-sha512 {pss}"), None),
        ("p256", "-sha256".to_owned(), None),
        ("p256", "-sha384".to_owned(), None),
        ("p256", "-sha512".to_owned(), None),
        ("p384", "-sha384".to_owned(), None),
        ("ed25519", String::new(), None),
        ("rsa", "-sha1".to_owned(), Some("SHA-1")),
        ("rsa", "-sha224".to_owned(), Some("RSA with SHA-224")),
        ("rsa", "-sha3-256".to_owned(), Some("RSA with SHA3-256")),
        ("p256", "-sha1".to_owned(), Some("SHA-1")),
        ("p256", "-sha224".to_owned(), Some("ECDSA with SHA-224")),
        ("pss", "-sha256".to_owned(), Some("PSS alone")),
        ("p521", "-sha512".to_owned(), Some("P-521")),
        ("secp256k1", "-sha256".to_owned(), Some("secp256k1")),
        ("brainpool", "-sha384".to_owned(), Some("brainpoolP384r1")),
        ("ed448", String::new(), Some("Ed448")),
    ] {
        let args = format!("req -new -key {key}.pem {how} {asked} -out request.pem");
        openssl(&folder, &args).unwrap();
        let what = format!("{key} {how}");
        match (signed(&root, &folder.read("request.pem")), refusal) {
            (Ok(output), None) => {
                assert_eq!(
                    output.good,
                    Some(key != "ed25519"),
                    "{what}: {}",
                    output.headline
                );
                folder.write("server.pem", pem(&output.drafts[0]));
                folder.write("root.pem", pem(&root.drafts[1]));
                let args = format!("verify -attime {} -CAfile root.pem server.pem", NOW + 60);
                openssl(&folder, &args).unwrap();
            }
            (Err(diagnosis), Some(names)) => {
                let said = diagnosis.to_string();
                assert_eq!(diagnosis.input, "request", "{what}");
                assert!(said.contains(names), "{what}: {said}");
                let has_bare_number = said.split([' ', ',', ':', ';']).any(|word| {
                    word.matches('.').count() > 2
                        && word.chars().all(|c| c.is_ascii_digit() || c == '.')
                });
                assert!(!has_bare_number, "{what}: {said}");
            }
            (Ok(output), Some(_)) => panic!("{what}: {}", output.headline),
            (Err(diagnosis), None) => panic!("{what}: {diagnosis}"),
        }
    }
}
