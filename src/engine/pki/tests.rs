#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests may fail loudly"
)]

use super::certificate::{self, Particulars, Profile};
use super::host::Host;
use super::issue::{self, NamePolicy, Policy, SubjectPolicy};
use super::key::{PrivateKey, PublicKey};
use super::name::{Attribute, Subject};
use super::path::Question;
use super::read::{Certificate, Request};
use super::request::{self, Role, Wish};
use super::validity::{self, Period};
use super::verify::{self, Validation};
use super::{encrypted, layout, serial, tamper};
use crate::engine;
use crate::engine::picture::Chain;
use crate::engine::trace::{Recorder, Trace};
use chacha20::ChaCha20Rng;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rand::SeedableRng;
use std::sync::LazyLock;

pub(crate) const NOW: u64 = 1_795_435_200;

fn random(seed: u8) -> ChaCha20Rng {
    ChaCha20Rng::from_seed([seed; 32])
}

fn new_key(seed: u8, bits: usize) -> PrivateKey {
    let key = engine::rsa::generate_alone(
        bits,
        &65_537.into(),
        &mut random(seed),
        &mut random(seed.wrapping_add(100)),
        &mut (),
    );
    PrivateKey::from_rsa(key.unwrap()).unwrap()
}

pub(crate) struct Pair {
    root_key: PrivateKey,
    pub(crate) root: Certificate,
    pub(crate) server_key: PrivateKey,
    request: Request,
    pub(crate) server: Certificate,
}

fn subject(cn: &str) -> Subject {
    Subject::new([(Attribute::CommonName, cn)]).unwrap()
}

pub(crate) fn pair(seed: u8, path_length: Option<u8>) -> (Pair, Trace) {
    let mut recorder = Recorder::default();
    let (root_key, server_key) = (new_key(seed, 1024), new_key(seed + 50, 1024));
    let period = Period::days(NOW, 10).unwrap();
    let root = certificate::make(
        &Profile::Root {
            subject: subject("root").to_name().unwrap(),
            path_length,
        },
        Particulars {
            serial: serial::draw(&mut random(seed), &mut recorder).unwrap(),
            period,
            key: root_key.public(),
        },
        &root_key,
        &mut recorder,
    )
    .unwrap();
    let wish = Wish {
        subject: subject("server"),
        hosts: Host::parse_list("localhost\n*.example.org\n127.0.0.1\n::1").unwrap(),
        role: Role::Ca,
    };
    let request = request::make(&wish, &server_key, &mut recorder).unwrap();
    let possession = request::check_possession(&request.request, &mut recorder).unwrap();
    let policy = Policy {
        subject: SubjectPolicy::Whole,
        names: NamePolicy::All,
        period,
        most_days: 7,
    };
    let decision = issue::decide(&request.request, &root.certificate, &policy).unwrap();
    issue::check_signer(&root.certificate, &root_key, &mut recorder).unwrap();
    let server = issue::issue(
        &decision,
        &request.request,
        &root.certificate,
        &root_key,
        &mut random(seed + 1),
        &mut recorder,
    )
    .unwrap();
    assert!(root.agrees && request.agrees && server.agrees);
    assert!(possession.holds && possession.agrees);
    let pair = Pair {
        root_key,
        root: root.certificate,
        server_key,
        request: request.request,
        server: server.certificate,
    };
    (pair, recorder.finish())
}

static PAIR: LazyLock<Pair> = LazyLock::new(|| pair(1, Some(0)).0);

/// The picture of the chain says what the checks found.
fn assert_chain(trace: &Trace, answer: &Validation, of: [&Certificate; 2]) {
    let picture = trace.steps.kept[0].picture.as_deref();
    let Some(chain) = picture.and_then(|picture| picture.downcast::<Chain>()) else {
        panic!("the chain comes first");
    };
    let [above, below] = chain.links.as_slice() else {
        panic!("a link is between two");
    };
    let passed = |id: &str| {
        let mut checks = answer.checks.iter();
        checks.find(|check| check.id == id)?.passed
    };
    assert_eq!(below.signed, passed("signature"));
    assert_eq!(below.named, passed("chaining"));
    assert_eq!(below.pointed.or(Some(true)), passed("key-identifiers"));
    assert_eq!(Some(below.holds(chain.now)), passed("validity"));
    assert_eq!(Some(above.holds(chain.now)), passed("issuer-validity"));
    let [certificate, issuer] = of;
    assert_eq!(above.subject, issuer.subject());
    assert_eq!(below.subject, certificate.subject());
}

fn failures(
    certificate: &Certificate,
    issuer: &Certificate,
    host: &str,
    at: u64,
) -> Vec<&'static str> {
    let mut recorder = Recorder::default();
    let host = Host::parse(host).unwrap();
    let trusted = [issuer];
    let question = Question::of_server(certificate, &trusted, &[], at);
    let answer = verify::check(question, &host, &mut recorder);
    let trace = recorder.finish();
    assert!(trace.lies().is_empty(), "{:?}", trace.lies());
    assert!(answer.agrees);
    assert_eq!(trace.steps.kept.len(), answer.checks.len() + 1);
    if answer.chain.len() == 2 {
        assert_chain(&trace, &answer, [certificate, issuer]);
    }
    // The keys of the tests are short.
    let failed = answer.checks.iter().filter(|check| check.id != "strength");
    let failed = failed.filter(|check| check.passed == Some(false));
    failed.map(|check| check.id).collect()
}

#[test]
fn nothing_told_is_false() {
    for seed in [1, 2, 3, 4, 5] {
        let (pair, trace) = pair(seed, (seed % 2 == 0).then_some(seed));
        assert!(trace.lies().is_empty(), "{:?}", trace.lies());
        for step in trace.all() {
            for bytes in &step.bytes {
                assert_eq!(bytes.check(), Ok(()), "{}", step.title);
            }
        }
        for whole in [
            layout::certificate(&pair.root),
            layout::certificate(&pair.server),
            layout::request(&pair.request),
        ] {
            assert_eq!(whole.check(), Ok(()));
            assert!(whole.problems.is_empty(), "{:?}", whole.problems);
        }
    }
}

#[test]
fn the_part_that_is_signed_keeps_its_fields() {
    let pair = &*PAIR;
    let tbs = layout::tbs_certificate(&pair.server);
    assert_eq!(tbs.bytes, pair.server.signed());
    assert_eq!(tbs.check(), Ok(()));
    let serial = tbs.find("serialNumber").unwrap();
    assert!(tbs.slice(serial).ends_with(pair.server.serial()));
    let info = layout::request_info(&pair.request);
    assert_eq!(info.bytes, pair.request.signed());
    assert_eq!(info.check(), Ok(()));
    assert!(info.find("attributes").is_some());
    for (field, _) in layout::CERTIFICATE_MAKERS {
        let whole = layout::certificate(&pair.server);
        assert!(whole.find(field).is_some(), "{field}");
    }
}

#[test]
fn each_check_notices_its_own() {
    let pair = &*PAIR;
    let (root, server) = (&pair.root, &pair.server);
    for host in ["localhost", "a.example.org", "127.0.0.1", "::1"] {
        assert_eq!(failures(server, root, host, NOW), [""; 0], "{host}");
    }
    assert_eq!(failures(server, root, "example.org", NOW), ["host"]);
    assert_eq!(failures(server, root, "127.0.0.2", NOW), ["host"]);
    assert_eq!(
        failures(server, root, "localhost", NOW - 1),
        ["validity", "issuer-validity"]
    );
    assert_eq!(
        failures(server, root, "localhost", NOW + 8 * validity::DAY),
        ["validity"]
    );
    let flipped = Certificate::parse(&tamper::signed_part(server).0).unwrap();
    assert_eq!(failures(&flipped, root, "localhost", NOW), ["signature"]);
    assert_eq!(flipped.signature(), server.signature());
    let flipped = Certificate::parse(&tamper::signature(server).0).unwrap();
    assert_eq!(failures(&flipped, root, "localhost", NOW), ["signature"]);
    assert_eq!(flipped.signed(), server.signed());
    // Another root of the same name, whose key never signed it.
    let (other, _) = super::tests::pair(9, Some(0));
    assert_eq!(failures(server, &other.root, "localhost", NOW), ["trusted"]);
    // The server's certificate does not have the name above the root's.
    assert_eq!(
        failures(root, server, "localhost", NOW),
        ["trusted", "usage", "purpose", "host"]
    );
    // A root that is trusted as itself: nobody has to vouch for it.
    assert_eq!(
        failures(root, root, "localhost", NOW),
        ["usage", "purpose", "host"]
    );
}

#[test]
fn a_changed_request_proves_nothing() {
    let pair = &*PAIR;
    for (der, at) in [
        tamper::request_key(&pair.request),
        tamper::request_signature(&pair.request),
    ] {
        let differing = der
            .iter()
            .zip(pair.request.der())
            .map(|(a, b)| (a ^ b).count_ones());
        assert_eq!(differing.sum::<u32>(), 1);
        assert_ne!(der[at], pair.request.der()[at]);
        let mut recorder = Recorder::default();
        let request = Request::parse(&der).unwrap();
        let checked = request::check_possession(&request, &mut recorder).unwrap();
        assert!(!checked.holds && checked.agrees);
        assert!(recorder.finish().lies().is_empty());
    }
}

#[test]
fn keys_and_issuers_that_do_not_belong_together() {
    let pair = &*PAIR;
    assert!(issue::check_signer(&pair.root, &pair.server_key, &mut ()).is_err());
    assert!(issue::check_signer(&pair.server, &pair.server_key, &mut ()).is_err());
    assert!(issue::check_signer(&pair.root, &pair.root_key, &mut ()).is_ok());
    let toy = engine::rsa::PrivateKey::from_primes(&61.into(), &53.into(), &17.into(), &mut ());
    assert!(PrivateKey::from_rsa(toy.unwrap()).is_err());
}

#[test]
fn keys_under_a_passphrase() {
    let key = PAIR.root_key.to_pkcs8_der().unwrap();
    for kdf in [
        encrypted::Kdf::Pbkdf2 { rounds: 10 },
        encrypted::Kdf::Scrypt { log_n: 4, p: 1 },
    ] {
        let mut recorder = Recorder::default();
        let made = encrypted::encrypt(&key, b"right", kdf, &mut random(3), &mut recorder).unwrap();
        assert_ne!(made.agrees, Some(false));
        let der = made.der;
        assert!(recorder.finish().lies().is_empty());
        let dissection = layout::encrypted_key(&der);
        assert_eq!(dissection.check(), Ok(()));
        assert!(dissection.problems.is_empty());
        assert_eq!(encrypted::decrypt(&der, b"right").unwrap(), key);
        for wrong in 0..=255_u8 {
            assert!(encrypted::decrypt(&der, &[wrong]).is_err());
        }
    }
    // What a hostile file asks for is refused before it is done.
    for dear in [
        encrypted::Kdf::Pbkdf2 { rounds: 100 },
        encrypted::Kdf::Scrypt { log_n: 4, p: 1 },
    ] {
        let der = encrypted::encrypt(&key, b"x", dear, &mut random(3), &mut ())
            .unwrap()
            .der;
        let (cheap, costly): (&[u8], &[u8]) = match dear {
            // INTEGER 100 and 16, each made as dear as one byte or two can.
            encrypted::Kdf::Pbkdf2 { .. } => (&[2, 1, 100, 48], &[2, 4, 5, 0, 0, 0]),
            encrypted::Kdf::Scrypt { .. } => (&[2, 1, 16, 2, 1, 8], &[2, 4, 64, 0, 0, 0]),
        };
        let at = der.windows(cheap.len()).position(|part| part == cheap);
        let at = at.unwrap() + 2;
        let costly = &costly[2..];
        let mut hostile = der.clone();
        hostile.splice(at..=at, costly.iter().copied());
        hostile[at - 1] = 4;
        lengthen(&mut hostile, at, costly.len() - 1);
        let error = encrypted::decrypt(&hostile, b"x").unwrap_err().to_string();
        assert!(
            error.contains("rounds of") || error.contains("memory"),
            "{error}"
        );
    }
    let empty = encrypted::encrypt(&key, b"", encrypted::Kdf::PBKDF2, &mut random(3), &mut ());
    assert!(empty.is_err());
}

/// Adds to the lengths of all elements that begin before a place and reach
/// over it.
fn lengthen(der: &mut [u8], place: usize, by: usize) {
    let mut at = 0;
    while at + 2 < place {
        let constructed = der[at] & 0x20 != 0;
        let (digits, length) = match der[at + 1] {
            short @ 0..=0x7f => (0, usize::from(short)),
            0x81 => (1, usize::from(der[at + 2])),
            _ => (2, usize::from(der[at + 2]) << 8 | usize::from(der[at + 3])),
        };
        let content = at + 2 + digits;
        if !constructed || content + length <= place {
            at = content + length;
            continue;
        }
        let longer = length + by;
        match digits {
            0 => der[at + 1] = u8::try_from(longer).unwrap(),
            1 => der[at + 2] = u8::try_from(longer).unwrap(),
            _ => der[at + 2..at + 4].copy_from_slice(&u16::try_from(longer).unwrap().to_be_bytes()),
        }
        at = content;
    }
}

/// A runner whose cases are the same every time.
fn runner(cases: u32) -> TestRunner {
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[17; 32]);
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, random)
}

/// Bytes changed in a few places, cut and lengthened.
fn mutated(original: &[u8]) -> impl Strategy<Value = Vec<u8>> + use<> {
    let original = original.to_vec();
    let length = original.len();
    let changes = prop::collection::vec((0..length, any::<u8>()), 1..4);
    (changes, 0..=length, 0..20_u8).prop_map(move |(changes, cut, what)| {
        let mut bytes = original.clone();
        for (at, value) in changes {
            bytes[at] = value;
        }
        match what {
            0 => bytes.truncate(cut),
            1 => bytes.insert(cut, 0),
            _ => {}
        }
        bytes
    })
}

#[test]
fn mutated_certificates_never_panic() {
    let pair = &*PAIR;
    let host = Host::Dns("localhost".into());
    runner(3000)
        .run(&mutated(pair.server.der()), |der| {
            let Ok(certificate) = Certificate::parse(&der) else {
                return Ok(());
            };
            let mut recorder = Recorder::new(2);
            for (certificate, issuer) in [(&certificate, &pair.root), (&pair.server, &certificate)]
            {
                let trusted = [issuer];
                let question = Question::of_server(certificate, &trusted, &[], NOW);
                let answer = verify::check(question, &host, &mut recorder);
                prop_assert!(answer.agrees);
                if der != pair.server.der() {
                    prop_assert!(!answer.holds());
                }
            }
            prop_assert!(recorder.finish().lies().is_empty());
            let _ = (
                certificate.subject(),
                certificate.issuer(),
                certificate.period(),
            );
            prop_assert!(layout::tbs_certificate(&certificate).check().is_ok());
            let _ = tamper::signed_part(&certificate);
            Ok(())
        })
        .unwrap();
}

#[test]
fn mutated_requests_never_panic() {
    let pair = &*PAIR;
    let policy = Policy {
        subject: SubjectPolicy::CommonName,
        names: NamePolicy::All,
        period: Period::days(NOW, 3).unwrap(),
        most_days: 7,
    };
    runner(3000)
        .run(&mutated(pair.request.der()), |der| {
            let Ok(request) = Request::parse(&der) else {
                return Ok(());
            };
            let mut recorder = Recorder::new(2);
            if let Ok(checked) = request::check_possession(&request, &mut recorder) {
                prop_assert!(checked.agrees);
                prop_assert!(!checked.holds || der == pair.request.der());
            }
            prop_assert!(recorder.finish().lies().is_empty());
            let _ = issue::decide(&request, &pair.root, &policy);
            prop_assert!(layout::request_info(&request).check().is_ok());
            let _ = tamper::request_key(&request);
            Ok(())
        })
        .unwrap();
}

#[test]
fn mutated_keys_never_panic() {
    let key = PAIR.server_key.to_pkcs8_der().unwrap();
    let kdf = encrypted::Kdf::Pbkdf2 { rounds: 1 };
    let locked = encrypted::encrypt(&key, b"x", kdf, &mut random(1), &mut ())
        .unwrap()
        .der;
    runner(2000)
        .run(&mutated(&key), |der| {
            let _ = PrivateKey::from_pkcs8_der(&der);
            let _ = PublicKey::from_spki_der(&der);
            Ok(())
        })
        .unwrap();
    runner(1000)
        .run(&mutated(&locked), |der| {
            if let Ok(open) = encrypted::decrypt(&der, b"x") {
                let _ = PrivateKey::from_pkcs8_der(&open);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_text_is_a_name_or_an_error() {
    runner(3000)
        .run(&"\\PC{0,80}|[a-z0-9.*:/_\\[\\]-]{0,70}", |text: String| {
            match Host::parse(&text) {
                Ok(host) => {
                    let name = host.to_general_name().unwrap();
                    prop_assert_eq!(Host::from_general_name(&name), Some(host));
                }
                Err(error) => {
                    prop_assert!(error.at <= text.len());
                    prop_assert!(!error.diagnosis().expected.is_empty());
                }
            }
            let _ = Host::parse_list(&text);
            let _ = validity::parse(&text);
            for attribute in Attribute::ALL {
                if let Ok(subject) = Subject::new([(attribute, text.as_str())]) {
                    prop_assert!(!subject.to_name().unwrap().is_empty());
                }
            }
            Ok(())
        })
        .unwrap();
}
