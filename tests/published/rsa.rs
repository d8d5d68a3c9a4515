//! Published vectors: NIST's for signatures, RSA Laboratories' and
//! pyca/cryptography's for encryption (see the heads of the files).

use num_bigint::{BigInt, Sign};
use padlock::engine::rsa::{How, PrivateKey, PublicKey, oaep, pkcs1v15, pss};
use padlock::engine::trace::Recorder;
use std::collections::BTreeMap;
use std::convert::Infallible;

type Case = BTreeMap<String, String>;

/// `name = value` lines; an empty line ends a case.
fn cases(text: &str) -> Vec<Case> {
    let cases: Vec<Case> = text
        .split("\n\n")
        .map(|block| {
            block
                .lines()
                .filter(|line| !line.starts_with('#'))
                .filter_map(|line| line.split_once(" ="))
                .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
                .collect()
        })
        .filter(|case: &Case| !case.is_empty())
        .collect();
    assert!(cases.len() >= 8, "{}", cases.len());
    cases
}

fn bytes(case: &Case, name: &str) -> Vec<u8> {
    let hex = &case[name];
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

fn number(case: &Case, name: &str) -> BigInt {
    BigInt::parse_bytes(case[name].as_bytes(), 16).unwrap()
}

/// "Randomness" that gives out published bytes.
struct Published(Vec<u8>);

impl rand::TryRng for Published {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        let rest = self.0.split_off(to.len());
        to.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}

impl rand::TryCryptoRng for Published {}

fn private(case: &Case) -> PrivateKey {
    let key = PrivateKey::from_primes(
        &number(case, "p"),
        &number(case, "q"),
        &number(case, "e"),
        &mut (),
    )
    .unwrap();
    assert_eq!(key.n.integer, number(case, "n"));
    // The published d may be the inverse modulo φ(n), which is as good.
    let lambda = num_integer::lcm(&key.p.integer - 1, &key.q.integer - 1);
    assert_eq!(
        num_integer::Integer::mod_floor(&number(case, "d"), &lambda),
        key.d.integer
    );
    key
}

fn honest(recorder: Recorder<'_>) {
    assert!(recorder.finish().lies().is_empty());
}

#[test]
fn pkcs1v15_signatures() {
    for case in cases(include_str!("../vectors/rsa/sigver15-sha256.txt")) {
        let key = PublicKey::new(number(&case, "n"), number(&case, "e")).unwrap();
        let mut recorder = Recorder::default();
        let checked = pkcs1v15::check(
            &key,
            &bytes(&case, "msg"),
            &bytes(&case, "s"),
            &mut recorder,
        )
        .unwrap();
        assert_eq!(checked.is_valid(), case["valid"] == "yes");
        honest(recorder);
    }
}

#[test]
fn pss_signatures() {
    for case in cases(include_str!("../vectors/rsa/sigverpss-sha256.txt")) {
        let key = PublicKey::new(number(&case, "n"), number(&case, "e")).unwrap();
        let salt = bytes(&case, "salt").len();
        let mut recorder = Recorder::default();
        let checked = pss::check(
            &key,
            &bytes(&case, "msg"),
            &bytes(&case, "s"),
            salt,
            &mut recorder,
        )
        .unwrap();
        assert_eq!(checked.is_valid(), case["valid"] == "yes");
        honest(recorder);
    }
}

#[test]
fn oaep_ciphertexts() {
    for case in cases(include_str!("../vectors/rsa/oaep-sha256.txt")) {
        let key = private(&case);
        let (message, ciphertext) = (bytes(&case, "message"), bytes(&case, "ciphertext"));
        let mut recorder = Recorder::new(10);
        let opened = oaep::decrypt(&key, &ciphertext, b"", How::Crt, &mut recorder).unwrap();
        assert_eq!(opened.message.as_deref(), Some(&message));
        honest(recorder);
    }
}

#[test]
fn pkcs1v15_ciphertexts() {
    for case in cases(include_str!("../vectors/rsa/pkcs1v15crypt.txt")) {
        let key = private(&case);
        let (message, ciphertext) = (bytes(&case, "message"), bytes(&case, "ciphertext"));
        let mut recorder = Recorder::new(10);
        let opened = pkcs1v15::decrypt(&key, &ciphertext, How::Crt, &mut recorder).unwrap();
        assert_eq!(opened.message.as_deref(), Some(&message));
        let mut seed = Published(bytes(&case, "seed"));
        let made = pkcs1v15::encrypt(&key.public(), &message, &mut seed, &mut recorder).unwrap();
        assert_eq!(
            BigInt::from_bytes_be(Sign::Plus, &made),
            BigInt::from_bytes_be(Sign::Plus, &ciphertext)
        );
        honest(recorder);
    }
}
