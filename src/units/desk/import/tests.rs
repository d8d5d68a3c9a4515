#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

use super::*;
use crate::desk::KeyKind;
use crate::engine::asn1::pem;
use crate::engine::symmetric::base64url;
use crate::engine::trace::Recorder;
use crate::units::File;
use crate::units::cipher::fernet_key::PUBLISHED_KEY;
use crate::units::{Inputs, run};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn file(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors");
    std::fs::read_to_string(format!("{folder}/{name}.pem")).unwrap()
}

fn key(name: &str) -> String {
    file(&format!("keys/{name}"))
}

fn import(text: &str, passphrase: &str) -> Result<Output, Diagnosis> {
    let inputs = Inputs::default()
        .with("file", text)
        .with("passphrase", passphrase);
    checked(&inputs)
}

fn checked(inputs: &Inputs) -> Result<Output, Diagnosis> {
    let mut recorder = Recorder::default();
    let result = run(ABOUT.id, inputs, &mut recorder);
    assert!(recorder.finish().lies().is_empty());
    if let Ok(output) = &result {
        for bytes in &output.bytes {
            assert_eq!(bytes.check(), Ok(()));
        }
        assert!(output.agreements.iter().all(|agreement| agreement.agrees));
        assert!(!output.headline.is_empty());
    }
    result
}

fn dropped(name: &str, bytes: Vec<u8>) -> Result<Output, Diagnosis> {
    checked(&Inputs::default().with_file(File {
        name: name.into(),
        bytes: bytes.into(),
    }))
}

fn kinds(output: &Output) -> Vec<Kind> {
    output.drafts.iter().map(|draft| draft.kind).collect()
}

const PRIVATE: Kind = Kind::PrivateKey(crate::desk::KeyKind::Rsa);
const PUBLIC: Kind = Kind::PublicKey(crate::desk::KeyKind::Rsa);

#[test]
fn every_form_of_a_key_becomes_the_same_thing() {
    let plain = import(&key("rsa-pkcs8"), "").unwrap();
    assert_eq!(kinds(&plain), [PRIVATE]);
    for name in ["rsa-pkcs1", "rsa-encrypted-pbkdf2", "rsa-encrypted-scrypt"] {
        let output = import(&key(name), "secret").unwrap();
        assert_eq!(output.good, Some(true), "{}", output.headline);
        assert_eq!(output.drafts, plain.drafts, "{name}");
    }
    let public = import(&key("rsa-spki"), "").unwrap();
    assert_eq!(kinds(&public), [PUBLIC]);
    let old = import(&key("rsa-public-pkcs1"), "").unwrap();
    assert_eq!(old.drafts, public.drafts);
    let der = pem::read(key("rsa-pkcs8").as_bytes()).blocks[0]
        .der
        .to_vec();
    let output = dropped("server.key", der).unwrap();
    assert_eq!(output.drafts[0].bytes, plain.drafts[0].bytes);
    assert_eq!(output.drafts[0].name, "server.key");
}

#[test]
fn a_passphrase_is_asked_for_and_checked() {
    for (passphrase, found) in [
        ("", "nothing"),
        ("wrong", "another one: the key does not decrypt with it"),
    ] {
        for name in ["rsa-encrypted-pbkdf2", "rsa-encrypted-scrypt"] {
            let diagnosis = import(&key(name), passphrase).unwrap_err();
            assert_eq!(
                (&*diagnosis.input, &*diagnosis.found),
                ("passphrase", found)
            );
        }
    }
}

#[test]
fn an_older_encryption_is_named_and_can_be_turned_into_the_present_one() {
    for (name, scheme, command) in [
        (
            "rsa-encrypted-pbes1-3des",
            "pbeWithSHAAnd3-KeyTripleDES-CBC (1.2.840.113549.1.12.1.3)",
            "openssl pkey -in old.pem -aes256 -out new.pem",
        ),
        (
            "rsa-encrypted-pbes1-des",
            "pbeWithMD5AndDES-CBC (1.2.840.113549.1.5.3)",
            "openssl pkey -provider legacy -provider default -in old.pem -aes256 -out new.pem",
        ),
        (
            "rsa-encrypted-pbes2-3des",
            "PBES2 with PBKDF2, 2048 rounds of hmacWithSHA1 and des-EDE3-CBC",
            "openssl pkey -in old.pem -aes256 -out new.pem",
        ),
    ] {
        let output = import(&key(name), "secret").unwrap();
        assert_eq!(output.good, Some(false), "{name}");
        assert!(output.drafts.is_empty());
        assert!(output.headline.contains(scheme), "{}", output.headline);
        assert!(output.headline.ends_with(command), "{}", output.headline);
        assert!(!output.headline.contains("broken"), "{}", output.headline);
    }
}

#[test]
fn certificates_and_requests_get_their_names() {
    let output = import(&key("rsa-certificate"), "").unwrap();
    assert_eq!(kinds(&output), [Kind::Certificate]);
    assert_eq!(output.drafts[0].name, "localhost");
    let output = import(&key("ec-certificate"), "").unwrap();
    assert_eq!(output.drafts[0].name, "ec.example");
    let output = import(&key("rsa-request"), "").unwrap();
    assert_eq!(kinds(&output), [Kind::Request]);
    assert_eq!(output.drafts[0].name, "request of localhost");
    let output = import(&file("x509/webpki-cryptographydotio-chain"), "").unwrap();
    assert!(output.drafts.len() > 2);
    assert_eq!(output.good, Some(true));
}

#[test]
fn says_whether_key_and_certificate_belong_together() {
    let both = format!("{}{}", key("rsa-certificate"), key("rsa-pkcs8"));
    let output = import(&both, "").unwrap();
    assert!(
        output.comparisons[0].rows[0]
            .note
            .contains("belong together")
    );
    assert_eq!(output.drafts[1].name, "key of localhost");
    let other = format!("{}{}", key("ec-certificate"), key("rsa-pkcs8"));
    let output = import(&other, "").unwrap();
    assert!(
        output.comparisons[0].rows[0]
            .note
            .contains("does not belong")
    );
}

#[test]
fn what_to_notice_fits_what_was_read() {
    let [certificate, private] = ["rsa-certificate", "rsa-pkcs8"].map(key);
    let [public, request, foreign] = ["rsa-spki", "rsa-request", "foreign-x448"].map(key);
    for (text, says) in [
        (format!("{certificate}{private}"), "belong together"),
        (private, "whoever has the private key has both"),
        (format!("{certificate}{certificate}"), "Check a certificate"),
        (request.clone(), "No CA has vouched"),
        (format!("{request}{certificate}"), "the same public key"),
        (public, "A certificate does"),
        (foreign, "not put on the desk"),
        (PUBLISHED_KEY.to_owned(), "32 bytes of a Fernet key"),
    ] {
        let output = import(&text, "").unwrap();
        assert!(output.notice.contains(says), "{says}: {}", output.notice);
    }
}

#[test]
fn several_that_have_the_same_flaw_are_counted() {
    let [locked, foreign] = ["rsa-encrypted-pbkdf2", "foreign-x448"].map(key);
    let certificate = key("rsa-certificate");
    for (text, says) in [
        (
            format!("{locked}{certificate}"),
            ". One is an encrypted private key, which is not opened: give its passphrase.",
        ),
        (
            format!("{locked}{certificate}{locked}"),
            ". Each of 2 of them is an encrypted private key, which is not opened: give its passphrase.",
        ),
        (
            format!("{foreign}{foreign}"),
            ". Each is a private key that cannot be used here",
        ),
    ] {
        let output = import(&text, "").unwrap();
        assert!(output.headline.contains(says), "{}", output.headline);
    }
    let diagnosis = import(&format!("{locked}{locked}"), "").unwrap_err();
    assert!(
        diagnosis.help.starts_with(
            "There are 2 encrypted private keys in it, and none is opened. The key is"
        ),
        "{diagnosis}"
    );
}

#[test]
fn keys_of_curves_are_kept_with_their_public_half() {
    for (name, kind) in [
        ("ec-sec1", KeyKind::P256),
        ("ec-pkcs8", KeyKind::P256),
        ("p384-pkcs8", KeyKind::P384),
        ("ed25519-pkcs8", KeyKind::Ed25519),
    ] {
        let output = import(&key(name), "").unwrap();
        assert_eq!(output.good, Some(true), "{name}: {}", output.headline);
        assert!(output.headline.contains(kind.name()), "{}", output.headline);
        let [draft] = &output.drafts[..] else {
            panic!("{name}: {:?}", output.drafts);
        };
        assert_eq!(draft.kind, Kind::PrivateKey(kind));
        assert!(
            crate::desk::key_of(draft.kind, &draft.bytes).is_some(),
            "{name}"
        );
    }
    // As openssl ecparam writes it, and without the public half, as openssl ec
    // -no_public does.
    let curve = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    let both = import(&format!("{curve}{}", key("ec-sec1")), "").unwrap();
    assert_eq!(
        (both.good, both.drafts.len()),
        (Some(true), 1),
        "{}",
        both.headline
    );
    let (_, der) = der::pem::decode_vec(key("ec-sec1").as_bytes()).unwrap();
    // Its last 70 bytes are `[1]` with the BIT STRING.
    let mut bare = der[..der.len() - 70].to_vec();
    bare[1] -= 70;
    let bare = der::pem::encode_string("EC PRIVATE KEY", der::pem::LineEnding::LF, &bare).unwrap();
    let bare = import(&bare, "").unwrap();
    assert!(
        bare.headline.contains("it was computed"),
        "{}",
        bare.headline
    );
    assert_eq!(bare.drafts[0].bytes, both.drafts[0].bytes);
}

#[test]
fn other_keys_are_named_and_not_kept() {
    for (name, says) in [
        ("foreign-secp256k1", "secp256k1"),
        ("foreign-secp256k1-spki", "secp256k1"),
        ("foreign-secp521r1", "P-521"),
        ("foreign-secp521r1-spki", "P-521"),
        ("foreign-brainpoolP256r1", "brainpoolP256r1"),
        ("foreign-brainpoolP256r1-spki", "brainpoolP256r1"),
        ("foreign-explicit", "written out instead of named"),
        ("foreign-ed448", "Ed448"),
        ("foreign-ed448-spki", "Ed448"),
        ("foreign-x25519", "X25519"),
        ("foreign-x25519-spki", "X25519"),
        ("foreign-x448", "X448"),
        ("foreign-x448-spki", "X448"),
        ("rsa-encrypted-old", "old way"),
    ] {
        let output = import(&key(name), "").unwrap();
        assert_eq!(output.good, Some(false));
        assert!(output.headline.contains(says), "{}", output.headline);
        assert!(output.drafts.is_empty());
    }
    let output = import(
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----",
        "",
    )
    .unwrap();
    assert!(
        output.headline.contains("OPENSSH PRIVATE KEY"),
        "{}",
        output.headline
    );
}

#[test]
fn fernet_texts_and_bare_base64_are_known() {
    let output = import(PUBLISHED_KEY, "").unwrap();
    assert_eq!(kinds(&output), [Kind::FernetKey]);
    assert!(output.drafts[0].demonstration);
    let token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    for text in [format!(" {token}\n"), format!("b'{token}'")] {
        let output = import(&text, "").unwrap();
        assert_eq!(kinds(&output), [Kind::FernetToken]);
        assert_eq!(&output.drafts[0].bytes[..], token.as_bytes());
    }
    // What Python reads is put right, with a note.
    for text in [
        token.replace("DA==", "DB=="),
        token.replace('_', "/"),
        token.replace("ODy0", "O%Dy0"),
    ] {
        let output = import(&text, "").unwrap();
        assert_eq!(kinds(&output), [Kind::FernetToken]);
        assert_eq!(&output.drafts[0].bytes[..], token.as_bytes());
        let said = format!("{output:?}");
        assert!(said.contains("This is not canonical base64url"), "{text}");
    }
    let bare: String = key("rsa-spki")
        .lines()
        .filter(|line| !line.contains("--"))
        .collect();
    assert_eq!(kinds(&import(&bare, "").unwrap()), [PUBLIC]);
}

#[test]
fn what_cannot_be_read_is_named_with_its_place() {
    for (text, found) in [
        ("", "nothing"),
        ("hello there", "text that begins with \"hello there\""),
        (
            "-----BEGIN CERTIFICATE-----\nAAAA\n",
            "the end of the input",
        ),
        (
            "-----BEGIN CERTIFICATE-----\nAA!A\n-----END CERTIFICATE-----",
            "the character '!'",
        ),
    ] {
        let diagnosis = import(text, "").unwrap_err();
        assert_eq!((&*diagnosis.input, &*diagnosis.found), ("file", found));
    }
    let diagnosis = dropped("x", vec![0x89, b'P', b'N', b'G', 0]).unwrap_err();
    assert!(diagnosis.found.contains("89504e47"));
    let diagnosis = import(&"x".repeat(LARGEST + 1), "").unwrap_err();
    assert!(diagnosis.found.contains("2.0 MiB"), "{diagnosis}");
    // A damaged block does not hide the others.
    let half = format!("{}-----BEGIN CERTIFICATE-----\nAAAA", key("rsa-spki"));
    let output = import(&half, "").unwrap();
    assert_eq!((output.good, kinds(&output)), (Some(false), vec![PUBLIC]));
}

#[test]
fn fernet_keys_of_every_first_letter_are_read() {
    for first in 0..64_u8 {
        // The first six bits are the first letter.
        let mut key = [0xa7; 32];
        key[0] = first << 2;
        let text = base64url::text(&key);
        for text in [text.clone(), format!("b'{text}'"), format!("\"{text}\"\n")] {
            let output =
                import(&text, "").unwrap_or_else(|diagnosis| panic!("{text}: {diagnosis}"));
            assert_eq!(kinds(&output), [Kind::FernetKey], "{text}");
            assert_eq!(output.drafts[0].bytes[..], key, "{text}");
        }
    }
}

#[test]
fn a_key_whose_numbers_do_not_fit_is_refused() {
    let mut der = pem::read(key("rsa-pkcs8").as_bytes()).blocks[0]
        .der
        .to_vec();
    der[400] ^= 1;
    let output = dropped("x.der", der).unwrap();
    assert_eq!(output.good, Some(false));
    assert!(
        output.headline.contains("do not fit together"),
        "{}",
        output.headline
    );
}

#[test]
fn a_greedy_key_is_not_opened() {
    let der = |name: &str| {
        let text = key(name);
        pem::read(text.as_bytes()).blocks[0].der.to_vec()
    };
    let with = |mut der: Vec<u8>, old: &[u8], new: &[u8]| {
        let at = der.windows(old.len()).position(|bytes| bytes == old);
        der[at.unwrap()..][..old.len()].copy_from_slice(new);
        der
    };
    // N = 1024, r = 8, p = 1.
    let scrypt = [2, 2, 4, 0, 2, 1, 8, 2, 1, 1];
    for (name, old, new, says) in [
        (
            "rsa-encrypted-scrypt",
            &scrypt[..],
            &[2, 2, 64, 0, 2, 1, 127, 2, 1, 127][..],
            "found scrypt with N = 16384, r = 127 and p = 127",
        ),
        (
            "rsa-encrypted-scrypt",
            &scrypt,
            &[2, 2, 4, 1, 2, 1, 8, 2, 1, 1],
            "a power of two as N",
        ),
        (
            "rsa-encrypted-scrypt",
            &scrypt,
            &[2, 2, 4, 0, 2, 1, 8, 2, 1, 0],
            "r and p of at least 1",
        ),
        (
            "rsa-encrypted-scrypt",
            &scrypt,
            &[2, 2, 4, 0, 2, 1, 0, 2, 1, 1],
            "r and p of at least 1",
        ),
    ] {
        let output = dropped("x.der", with(der(name), old, new)).unwrap();
        assert_eq!(output.good, Some(false));
        assert!(output.headline.contains(says), "{}", output.headline);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, rng_seed: RngSeed::Fixed(6), ..ProptestConfig::default() })]

    #[test]
    fn mutated_files_never_panic(which in 0..6_usize, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), pem_text: bool, cut in 0..2_usize) {
        let name = ["rsa-pkcs8", "rsa-pkcs1", "rsa-spki", "rsa-request", "rsa-certificate", "ec-certificate"][which];
        let text = key(name);
        let mut bytes = if pem_text { text.into_bytes() } else { pem::read(text.as_bytes()).blocks[0].der.to_vec() };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
            if cut == 1 {
                bytes.truncate(at);
            }
        }
        let _ = dropped("file", bytes);
    }
}

#[test]
fn a_file_of_very_many_things_makes_no_page_without_end() {
    let block = key("rsa-spki");
    let output = import(&block.repeat(1000), "").unwrap();
    assert!(
        output.headline.contains("; and 188 more"),
        "{}",
        output.headline
    );
    assert!(output.headline.len() < 1500, "{}", output.headline.len());
    // Broken blocks by the ten thousand.
    let broken = "-----BEGIN X-----\n!\n-----END X-----\n".repeat(20_000);
    let output = import(&format!("{block}{broken}"), "").unwrap();
    assert!(output.comparisons[0].rows.len() <= LINES);
    assert!(postcard::to_allocvec(&output).unwrap().len() < 100_000);
}

#[test]
fn a_bundle_lays_out_what_the_page_can_take_in() {
    let bundle = file("x509/rfc5280-ca-empty-subject").repeat(200);
    let output = import(&bundle, "").unwrap();
    let mut fields = 0;
    for bytes in &output.bytes {
        for field in &bytes.fields {
            field.visit(0, &mut |_, _| fields += 1);
        }
    }
    assert!((FIELDS..FIELDS + 2000).contains(&fields), "{fields}");
    assert_eq!(output.drafts.len(), 200);
    let says = format!("the bytes of the first {} are laid", output.bytes.len());
    assert!(output.headline.contains(&says), "{}", output.headline);
    let whole = import(&file("x509/rfc5280-ca-empty-subject"), "").unwrap();
    assert!(!whole.headline.contains("laid"), "{}", whole.headline);
}
