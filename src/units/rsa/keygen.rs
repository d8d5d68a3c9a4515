//! Make an RSA key, with the search for its primes.

mod broken;

use super::form::decimal;
use super::opening;
use crate::desk::{Draft, KeyKind, Kind, Origin};
use crate::engine::asn1::{dissect_private_key, dissect_public_key};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::rsa::{Audience, EXPONENT_BITS, Error, Order, PrivateKey, generate};
use crate::engine::source::Source;
use crate::engine::text::short;
use crate::engine::trace::Observer;
use crate::units::form::judges;
use crate::units::{
    About, Agreement, Break, Context, Control, Draws, Input, Outcome, Output, Page, Recipe,
    Showing, Start, Tool, choices,
};
use num_bigint::BigInt;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use rsa::{BoxedUint, pkcs8::EncodePrivateKey, pkcs8::EncodePublicKey};
use std::task::{Poll, ready};

/// What to notice in what comes out.
pub const NOTICE: &str = "Everything follows from two random primes: whoever knows them knows the private key. Only where they are large, random and far apart does n, their product, not give them away.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 8017", "3"),
    Source::new("FIPS 186-5", "A.1.3"),
    Source::new("FIPS 186-5", "B.3"),
    Source::new("RFC 5958", "2"),
];

choices! {
    /// How large the key is.
    enum KeySize, at first Bits2048 {
        Toy: "toy", "Toy, from my own primes";
        Bits2048: "2048", "2048 bits";
        Bits3072: "3072", "3072 bits";
        Bits4096: "4096", "4096 bits";
    }
}

impl KeySize {
    /// How many bits n has; `None` for a toy, whose primes are typed in.
    fn bits(self) -> Option<usize> {
        match self {
            Self::Toy => None,
            Self::Bits2048 => Some(2048),
            Self::Bits3072 => Some(3072),
            Self::Bits4096 => Some(4096),
        }
    }
}

/// The sizes of keys whose primes are searched for.
const SEARCHED: &[&str] = &[
    KeySize::Bits2048.value(),
    KeySize::Bits3072.value(),
    KeySize::Bits4096.value(),
];

/// Make an RSA key.
pub static ABOUT: About = About {
    id: "rsa-keygen",
    page: Page::Rsa,
    title: "Make a key",
    question: "Where do the two halves of an RSA key come from?",
    start: Start::Button("Make the key"),
    row: &["size", "p", "q", "e"],
    inputs: &[
        Input {
            hint: "2048 bits is the least that public CAs and NIST allow; the BSI asks for 3000. A toy key comes from two primes of your choice and shows every number in full.",
            ..KeySize::input("size", "Size")
        },
        Input {
            default: "5",
            hint: "An odd prime in decimal digits, up to 64 bits.",
            known_to: Knowers::OWNER,
            showing: Showing::While("size", &[KeySize::Toy.value()]),
            ..Input::new("p", "Prime p", Control::Code)
        },
        Input {
            default: "11",
            hint: "Another one.",
            known_to: Knowers::OWNER,
            showing: Showing::While("size", &[KeySize::Toy.value()]),
            ..Input::new("q", "Prime q", Control::Code)
        },
        Input {
            default: "3",
            hint: "Odd, below λ(n), and sharing no factor with it.",
            showing: Showing::While("size", &[KeySize::Toy.value()]),
            ..Input::new("toy-e", "Public exponent e", Control::Code)
        },
        Input {
            default: "no",
            hint: "Otherwise numbers that do not fit are refused.",
            showing: Showing::While("size", &[KeySize::Toy.value()]),
            ..Input::new(
                "anyway",
                "Go on with numbers that do not fit, to see what happens",
                Control::Toggle,
            )
        },
        Input {
            default: "65537",
            hint: "Odd, from 3. Nearly every key in the world has 65537.",
            showing: Showing::While("size", SEARCHED),
            ..Input::new("e", "Public exponent e", Control::Code)
        },
    ],
    breaks: &[
        Break {
            label: "Take a number that is not prime",
            says: "91 looks prime and is 7 · 13: λ(n) comes out wrong, and messages come back as something else.",
            sets: &[
                ("size", KeySize::Toy.value()),
                ("p", "91"),
                ("q", "59"),
                ("toy-e", "17"),
                ("anyway", "yes"),
            ],
        },
        Break {
            label: "Take the same prime twice",
            says: "n is then a square, and its square root gives the key away.",
            sets: &[
                ("size", KeySize::Toy.value()),
                ("p", "61"),
                ("q", "61"),
                ("toy-e", "17"),
                ("anyway", "yes"),
            ],
        },
        Break {
            label: "Take two primes close together",
            says: "They have 64 bits each, too many for dividing, and still n gives them away at once.",
            sets: &[
                ("size", KeySize::Toy.value()),
                ("p", "18446744073709551557"),
                ("q", "18446744073709551533"),
                ("toy-e", "65537"),
                ("anyway", "no"),
            ],
        },
        Break {
            label: "Let e share a factor with λ(n)",
            says: "15 and λ(n) = 780 share the factor 15: two messages have the same ciphertext, so no d undoes the e-th power.",
            sets: &[
                ("size", KeySize::Toy.value()),
                ("p", "61"),
                ("q", "53"),
                ("toy-e", "15"),
                ("anyway", "yes"),
            ],
        },
    ],
    small: &[("size", KeySize::Toy.value())],
    makes: &["private key", "public key"],
    keeps: true,
    draws: Draws::While("size", SEARCHED),
};

/// Makes the key.
///
/// # Errors
/// When the toy primes or the exponent cannot make a key.
pub fn run(
    Context {
        inputs,
        observer,
        mut means,
    }: Context<'_, '_>,
) -> Outcome {
    let bits = KeySize::read(inputs, "size").bits();
    let toy = bits.is_none();
    let key = if let Some(bits) = bits {
        let e = decimal(inputs, "e", "an odd number from 3", DIGITS)?;
        observer.step(|| opening::sized_key(bits as u64));
        let (mut for_p, mut for_q) = (
            inputs.randomness.generator("rsa-keygen p"),
            inputs.randomness.generator("rsa-keygen q"),
        );
        let order = Order {
            bits,
            e,
            audience: Audience::One,
        };
        let key = generate(&order, [&mut for_p, &mut for_q], &mut means, observer);
        let key = ready!(key.map_err(|error| unmade("e", error)))?;
        let PrivateKey { p, q, e, .. } = &key;
        observer.opening(|step| *step = opening::key(&p.integer, &q.integer, &e.integer));
        key
    } else {
        let p = decimal(inputs, "p", "an odd prime", 64)?;
        let q = decimal(inputs, "q", "an odd prime", 64)?;
        let e = decimal(inputs, "toy-e", "an odd number from 3", DIGITS)?;
        observer.step(|| opening::key(&p, &q, &e));
        match PrivateKey::from_primes(&p, &q, &e, observer) {
            Err(error) if inputs.is_on("anyway") => {
                return broken::output((&p, &q, &e), error, observer).into();
            }
            made => made.map_err(|error| {
                let wrong = unmade("toy-e", error.clone());
                anyway(another(wrong, &error, [&p, &q]), &error)
            })?,
        }
    };
    let mut output = output(&key, toy || inputs.is_demonstration())?;
    if toy {
        broken::taken_apart(&key.public(), &mut output, observer);
    }
    Poll::Ready(Ok(output))
}

/// The most bits of an exponent that is read at all; the limits that count
/// come after.
const DIGITS: u64 = 4096;

/// Says that one may go on where there is something to see.
fn anyway(diagnosis: Diagnosis, error: &Error) -> Diagnosis {
    if !broken::leads_on(error) {
        return diagnosis;
    }
    let help = format!("{} Or go on, to see what happens.", diagnosis.help);
    diagnosis.help(help.trim_start().to_owned())
}

fn output(key: &PrivateKey, demonstration: bool) -> Result<Output, Diagnosis> {
    let pkcs8 = key
        .to_pkcs8_der()
        .map_err(|error| error.diagnosis().of("size"))?;
    let public = key.public();
    let spki = public
        .to_spki_der()
        .map_err(|error| error.diagnosis().of("size"))?;
    let bits = public.bits();
    let (name, glance, headline) = if key.is_toy() {
        (
            "Toy key",
            format!(
                "n = {}, e = {}",
                short(&key.n.integer),
                short(&key.e.integer)
            ),
            format!(
                "A toy key with n = {} is made, for looking at only.",
                short(&key.n.integer)
            ),
        )
    } else {
        (
            "Key",
            format!("{bits} bits"),
            format!("An RSA key of {bits} bits is made."),
        )
    };
    let mut results = vec![key.n.value(), key.e.value(), key.d.value()];
    results.extend([key.p.value(), key.q.value()]);
    Ok(Output {
        glance: glance.into(),
        headline: headline.into(),
        good: Some(true),
        results,
        bytes: vec![
            dissect_private_key(&pkcs8).with_makers(&MADE_BY),
            dissect_public_key(&spki).with_makers(&MADE_BY),
        ],
        agreements: agreements(key, &pkcs8, &spki),
        recipes: recipes(key),
        drafts: vec![
            Draft {
                name: name.to_owned(),
                kind: Kind::PrivateKey(KeyKind::Rsa),
                bytes: pkcs8.into(),
                made_from: Vec::new(),
                demonstration,
            },
            Draft {
                name: if key.is_toy() {
                    "Toy public key"
                } else {
                    "Public key"
                }
                .to_owned(),
                kind: Kind::PublicKey(KeyKind::Rsa),
                bytes: spki.into(),
                made_from: vec![Origin::Sibling(0)],
                demonstration,
            },
        ],
        ..Output::default()
    })
}

fn agreements(key: &PrivateKey, pkcs8: &[u8], spki: &[u8]) -> Vec<Agreement> {
    const CRATE: &str = judges::RSA;
    let theirs = match key.to_crate() {
        Ok(theirs) => theirs,
        // Exponents above 2³³ − 1 are refused by the crate and by us.
        Err(_) => return vec![Agreement::new("validity of the key", CRATE, false)],
    };
    let mut agreements = vec![
        Agreement::new("validity of the key", CRATE, theirs.validate().is_ok()),
        // It did not search for them, and the other crate does not ask.
        Agreement::new(
            "that p and q are prime",
            judges::CRYPTO_PRIMES,
            key.check_primes().is_ok(),
        ),
        Agreement::new(
            "the PKCS#8 bytes",
            CRATE,
            theirs
                .to_pkcs8_der()
                .is_ok_and(|der| der.as_bytes() == pkcs8),
        ),
        Agreement::new(
            "the SPKI bytes",
            CRATE,
            theirs
                .to_public_key()
                .to_public_key_der()
                .is_ok_and(|der| der.as_bytes() == spki),
        ),
    ];
    // Made by the crate alone, from the primes and e. It wants both primes to
    // have at most half the bits of n, which toy primes may not.
    let boxed = |number: &BigInt| BoxedUint::from_be_slice_vartime(&number.to_bytes_be().1);
    if let Ok(theirs) = rsa::PrivateKey::from_p_q(
        boxed(&key.p.integer),
        boxed(&key.q.integer),
        boxed(&key.e.integer),
    ) {
        agreements.push(Agreement::new(
            "n and d from p, q and e",
            CRATE,
            theirs.n().as_ref() == &boxed(&key.n.integer) && theirs.d() == &boxed(&key.d.integer),
        ));
    }
    agreements
}

/// What is wrong with the primes or the exponent, at the field that it
/// belongs to.
fn unmade(exponent: &'static str, error: Error) -> Diagnosis {
    match error {
        Error::NotPrime {
            which,
            found,
            factor,
        } => {
            let id = if which == "q" { "q" } else { "p" };
            Diagnosis::expected("an odd prime")
                .of(id)
                .found(match &factor {
                    Some(factor) if *factor != found => {
                        format!("{found}, which is {factor} · {}", &found / factor)
                    }
                    _ => found.to_string(),
                })
        }
        Error::EqualPrimes { found } => Diagnosis::expected("a prime other than p")
            .of("q")
            .found(format!("{found} twice"))
            .help("With p = q, n would be a square and its square root would give the key away."),
        Error::NotCoprime(why) => Diagnosis::expected(format!(
            "an exponent that shares no factor with λ(n) = {}",
            short(&why.lambda)
        ))
        .of(exponent)
        .found(format!("{0}, and gcd({0}, λ(n)) = {1}", why.e, why.gcd))
        .help(format!("{} would do.", why.would_do)),
        Error::Exponent { found, below } => wrong_exponent(exponent, &found, &below),
        Error::PrimesTooClose { .. } => Diagnosis::expected("a prime further away from p")
            .of("q")
            .found("one too close to it"),
        other => other.diagnosis().of("size"),
    }
}

/// What is wrong with an exponent by itself.
fn wrong_exponent(field: &'static str, found: &BigInt, below: &BigInt) -> Diagnosis {
    let (expected, why) = if *found < BigInt::from(1) {
        (
            "an odd number from 3".to_owned(),
            "The 0th power of every message is 1.",
        )
    } else if *found < BigInt::from(2) {
        (
            "an odd number from 3".to_owned(),
            "The first power changes nothing: every message would be its own ciphertext.",
        )
    } else if !found.bit(0) {
        (
            "an odd number from 3".to_owned(),
            "e must be odd: λ(n) is even, and e must share no factor with it.",
        )
    } else if *below < BigInt::from(1) << EXPONENT_BITS {
        (
            format!("an odd number below {}", short(below)),
            "e must be below λ(n), because larger exponents only repeat smaller ones. (RFC 8017 allows them up to n − 1.)",
        )
    } else {
        (
            format!("an odd number below {}", short(below)),
            "FIPS 186-5 allows exponents between 2^16 and 2^256; here, as in the rsa crate, they have at most 33 bits, since larger ones only make verifying slow.",
        )
    };
    Diagnosis::expected(expected)
        .of(field)
        .found(short(found))
        .help(why)
}

/// With a prime that would do, where a number is none; not one that is there.
fn another(wrong: Diagnosis, error: &Error, taken: [&BigInt; 2]) -> Diagnosis {
    let Error::NotPrime { found, .. } = error else {
        return wrong;
    };
    match next_prime(found, taken) {
        Some(next) => wrong.help(format!("{next} would do.")),
        None => wrong,
    }
}

fn next_prime(after: &BigInt, taken: [&BigInt; 2]) -> Option<BigInt> {
    let start: BigInt = (after.clone().max(BigInt::from(2))) + 1;
    (0..2000_u32)
        .map(|step| &start + step)
        .filter(|number| !taken.contains(&number))
        .find(crate::engine::number::prime::is_prime)
}

fn recipes(key: &PrivateKey) -> Vec<Recipe> {
    let (bits, e) = (key.n.integer.bits(), &key.e.integer);
    if key.is_toy() {
        let (p, q) = (&key.p.integer, &key.q.integer);
        return vec![Recipe {
            tool: Tool::Python,
            title: "The same key with plain Python".into(),
            code: format!(
                "from math import gcd, lcm\n\np, q, e = {p}, {q}, {e}\nn = p * q\nlam = lcm(p - 1, q - 1)\nassert gcd(e, lam) == 1\nd = pow(e, -1, lam)\nprint(n, d, d % (p - 1), d % (q - 1), pow(q, -1, p))\n"
            ),
        }];
    }
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Make such a key, write its public half, and look inside".into(),
            code: format!(
                "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:{bits} -pkeyopt rsa_keygen_pubexp:{e} -out key.pem\nopenssl pkey -in key.pem -pubout -out public-key.pem\nopenssl rsa -in key.pem -check -noout -text\n"
            ),
        },
        Recipe {
            tool: Tool::Python,
            title: "Make such a key and write both halves".into(),
            code: format!(
                "{}with open(\"key.pem\", \"wb\") as file:\n    file.write(key.private_bytes(\n        serialization.Encoding.PEM,\n        serialization.PrivateFormat.PKCS8,\n        serialization.NoEncryption(),\n    ))\nwith open(\"public-key.pem\", \"wb\") as file:\n    file.write(key.public_key().public_bytes(\n        serialization.Encoding.PEM,\n        serialization.PublicFormat.SubjectPublicKeyInfo,\n    ))\n",
                python_key(bits, e)
            ),
        },
    ]
}

/// Python that makes a key. The `cryptography` package makes keys with the
/// exponents 3 and 65537 only; of others it takes a key that is put together
/// from primes that it found.
fn python_key(bits: u64, e: &BigInt) -> String {
    let head = "from cryptography.hazmat.primitives import serialization\nfrom cryptography.hazmat.primitives.asymmetric import rsa\n";
    if [3, 65537].map(BigInt::from).contains(e) {
        return format!(
            "{head}\nkey = rsa.generate_private_key(public_exponent={e}, key_size={bits})\n"
        );
    }
    format!(
        "from math import gcd, lcm\n{head}\n# generate_private_key takes no e but 3 and 65537, so only its primes are used.\ne, lam = {e}, 0\nwhile gcd(e, lam) != 1:\n    made = rsa.generate_private_key(public_exponent=65537, key_size={bits})\n    p, q = made.private_numbers().p, made.private_numbers().q\n    lam = lcm(p - 1, q - 1)\nd = pow(e, -1, lam)\nkey = rsa.RSAPrivateNumbers(\n    p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p),\n    rsa.RSAPublicNumbers(e, p * q),\n).private_key()\n"
    )
}

/// Which step makes which field of the key files.
const MADE_BY: [(&str, &str); 6] = [
    ("modulus", "n"),
    ("publicExponent", "e"),
    ("privateExponent", "d"),
    ("exponent1", "d_p"),
    ("exponent2", "d_p"),
    ("coefficient", "q_inv"),
];
