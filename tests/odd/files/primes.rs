//! A key whose p is composite comes in through no door, and no exhibit uses it
//! where it lies on the desk all the same.

use super::variations::utf16;
use super::{PRIVATE, answer, case};
use crate::support::built::{pem_of, pkcs8};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use padlock::desk::{self, Thing, ThingId};
use padlock::engine::asn1::pem;
use padlock::engine::pki::encrypted::{Kdf, encrypt};
use padlock::engine::trace::Recorder;
use padlock::units::{self, Control, Inputs, Material, Output, Randomness, Showing, Size};
use std::collections::BTreeMap;

/// A key as `RSAPrivateKey`. Its p is a·(2a − 1), which passes Fermat's test to
/// the bases 2 and 3.
fn composite() -> Vec<u8> {
    pem::read(&case("k03-composite.pem")).blocks[0].der.to_vec()
}

#[test]
fn a_composite_comes_in_through_no_door() {
    let inner = composite();
    let der = pkcs8(&inner);
    let text = pem_of("PRIVATE KEY", &der);
    let locked = |kdf| {
        let rng = &mut Randomness::Lesson("locked".into()).generator("salt");
        encrypt(&der, b"secret", kdf, rng, &mut ()).unwrap().der
    };
    let old = locked(Kdf::Pbkdf2 { rounds: 1000 });
    let new = locked(Kdf::Scrypt { log_n: 10, p: 1 });
    let both = [&text[..], &super::variations::key("rsa-certificate")].concat();
    for (door, bytes) in [
        ("the case", case("k03-composite.pem")),
        ("PKCS#8, DER", der.clone()),
        ("PKCS#8, base64", BASE64_STANDARD.encode(&der).into_bytes()),
        ("PKCS#1", pem_of("RSA PRIVATE KEY", &inner).into_bytes()),
        ("PKCS#1, DER", inner.clone()),
        (
            "another label",
            pem_of("RSA PRIVATE KEY", &der).into_bytes(),
        ),
        ("a secret", BASE64_STANDARD.encode(&text).into_bytes()),
        ("escaped", text.replace('\n', "\\n").into_bytes()),
        ("UTF-16", utf16(&text, true, false)),
        ("PBKDF2", pem_of("ENCRYPTED PRIVATE KEY", &old).into_bytes()),
        ("PBKDF2, DER", old),
        ("scrypt", pem_of("ENCRYPTED PRIVATE KEY", &new).into_bytes()),
        ("beside a certificate", both.into_bytes()),
    ] {
        let (kinds, good, says) = answer(&bytes, "secret");
        assert!(!kinds.contains(&PRIVATE) && !good, "{door}: {says}");
        for words in [
            "an RSA private key whose p is no prime",
            "Expected an odd prime as p",
        ] {
            assert!(says.contains(words), "{door}: {says}");
        }
    }
}

/// What the exhibits have made that others take by default.
fn made() -> BTreeMap<&'static str, Output> {
    let mut made = BTreeMap::new();
    for id in [
        "rsa-keygen",
        "rsa-encrypt",
        "server-request",
        "ca-root",
        "issue",
    ] {
        let about = units::find(id).unwrap();
        let inputs = Inputs {
            now: 1_795_435_200,
            ..Inputs::after(about, Size::Real, &made)
        };
        let output = units::run(id, &inputs, &mut Recorder::default()).unwrap();
        made.insert(id, output);
    }
    made
}

#[test]
fn no_exhibit_uses_a_composite_from_a_desk_file() {
    let thing = Thing {
        id: ThingId(1),
        name: "key".into(),
        kind: PRIVATE,
        bytes: pkcs8(&composite()).into(),
        made_by: "desk-import".into(),
        made_from: Vec::new(),
        made_at: 0,
        demonstration: false,
    };
    let things = desk::load(&desk::save(&[thing])).unwrap();
    let made = made();
    let mut fields = Vec::new();
    for about in units::ALL {
        for field in about.inputs {
            if !matches!(field.control, Control::Thing(kinds) if kinds.contains(&PRIVATE)) {
                continue;
            }
            let mut inputs = Inputs {
                now: 1_795_435_200,
                ..Inputs::after(about, Size::Real, &made)
            };
            inputs = inputs.with_thing(field.id, Material::from(&things[0]));
            if let Showing::While(other, values) = field.showing {
                inputs = inputs.with(other, values[0]);
            }
            if about.input("passphrase").is_some() {
                inputs = inputs.with("passphrase", "secret").with("rounds", "1000");
            }
            let run = units::run(about.id, &inputs, &mut Recorder::default());
            let refused = run.expect_err(about.id);
            let of = format!("{}.{}", about.id, field.id);
            assert_eq!(refused.input, field.id, "{of}: {refused}");
            assert!(
                refused.expected.contains("an odd prime as p"),
                "{of}: {refused}"
            );
            fields.push(of);
        }
    }
    let expected = [
        "rsa-encrypt.key",
        "rsa-decrypt.key",
        "rsa-why.key",
        "rsa-sign.key",
        "rsa-verify.key",
        "ca-root.key",
        "intermediate.issuer-key",
        "intermediate.key",
        "server-request.key",
        "issue.issuer-key",
        "desk-export.thing",
        "http.key",
        "https.key",
    ];
    assert_eq!(fields, expected);
}
