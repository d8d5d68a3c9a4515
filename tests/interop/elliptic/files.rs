//! Files of keys, both ways.

use super::{KINDS, make, openssl, python};
use crate::support::pki::{Folder, PASSPHRASE, inputs, pem, run, thing};
use padlock::desk::{Draft, KeyKind, Kind, key_of};
use padlock::engine::trace::Data;
use padlock::units::{Inputs, Output};

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
