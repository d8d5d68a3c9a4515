//! What the units about certificates share: their fields, their words for
//! errors, and the pieces of their recipes.

use crate::desk::{Draft, KeyKind, Kind, Origin};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::knowers::Knowers;
use crate::engine::pki::certificate::{self, IssuedCertificate, Particulars, Profile};
use crate::engine::pki::host::Host;
use crate::engine::pki::key::PrivateKey;
use crate::engine::pki::name::{Attribute, Subject};
use crate::engine::pki::read::{Certificate, Request};
use crate::engine::pki::serial;
use crate::engine::pki::validity::{self, Period};
use crate::engine::rsa::{Audience, Order, generate};
use crate::engine::task::Means;
use crate::engine::trace::{Data, Observer, Report, Step, Value};
use crate::units::{About, Control, Fits, Input, Inputs, Material, Showing, choices};
use base64::Engine as _;
use sha2::{Digest as _, Sha256};
use std::task::{Poll, ready};
use zeroize::Zeroizing;

/// The kinds of private keys that sign.
pub(in crate::units) const PRIVATE_KEYS: &[Kind] = &[
    Kind::PrivateKey(KeyKind::Rsa),
    Kind::PrivateKey(KeyKind::P256),
    Kind::PrivateKey(KeyKind::P384),
    Kind::PrivateKey(KeyKind::Ed25519),
];

choices! {
    /// Where the key of a run comes from.
    pub(in crate::units) enum KeySource, at first New {
        New: "new", "Make a new one";
        Desk: "desk", "Take one from the desk";
    }
}

/// Where the key of a run comes from.
pub(in crate::units) const KEY_FROM: Input = Input {
    hint: "A new one is RSA, 2048 bits. Make others first, and choose them here.",
    ..KeySource::input("key-from", "Key")
};

/// The key from the desk.
pub(in crate::units) const KEY: Input = Input {
    default: "rsa-keygen",
    showing: Showing::While("key-from", &[KeySource::Desk.value()]),
    ..Input::new("key", "Private key", Control::Thing(PRIVATE_KEYS))
};

/// The certificate of the CA that signs.
pub(in crate::units) const ISSUER: Input = Input {
    default: "ca-root#1",
    fits: Fits::Signer("issuer-key"),
    ..Input::new(
        "issuer",
        "Issuer's certificate",
        Control::Thing(&[Kind::Certificate]),
    )
};

/// Its private key.
pub(in crate::units) const ISSUER_KEY: Input = Input {
    default: "ca-root",
    fits: Fits::KeyOf("issuer"),
    ..Input::new(
        "issuer-key",
        "Issuer's private key",
        Control::Thing(PRIVATE_KEYS),
    )
};

pub(in crate::units) const COUNTRY: Input = Input {
    hint: "Two letters, such as DE. May stay empty.",
    ..Input::new("c", "Country (C)", Control::Line)
};
pub(in crate::units) const STATE: Input = Input {
    ..Input::new("st", "State or province (ST)", Control::Line)
};
pub(in crate::units) const LOCALITY: Input = Input {
    ..Input::new("l", "Locality (L)", Control::Line)
};
pub(in crate::units) const ORGANIZATION: Input = Input {
    ..Input::new("o", "Organization (O)", Control::Line)
};
pub(in crate::units) const UNIT: Input = Input {
    hint: "Public CAs may no longer use this one.",
    ..Input::new("ou", "Organizational unit (OU)", Control::Line)
};
pub(in crate::units) const COMMON_NAME: Input = Input::new("cn", "Common name (CN)", Control::Line);
pub(in crate::units) const EMAIL: Input = Input {
    ..Input::new("email", "E-mail address", Control::Line)
};

/// The day on which a certificate begins.
pub(in crate::units) const FROM: Input = Input {
    hint: "Empty: now. A day begins at 00:00:00 UTC.",
    ..Input::new("from", "Valid from", Control::Date)
};

/// The names that a server goes by.
pub(in crate::units) const NAMES: Input = Input {
    hint: "Host names and IP addresses, one on each line. Browsers look here and nowhere else.",
    default: "localhost\n127.0.0.1",
    ..Input::new("names", "Names (subjectAltName)", Control::Area)
};

/// The field of each part of a subject.
pub(in crate::units) fn field_of(attribute: Attribute) -> &'static str {
    match attribute {
        Attribute::Country => "c",
        Attribute::State => "st",
        Attribute::Locality => "l",
        Attribute::Organization => "o",
        Attribute::Unit => "ou",
        Attribute::CommonName => "cn",
        Attribute::Email => "email",
    }
}

/// The subject that the form holds.
pub(in crate::units) fn subject(inputs: &Inputs) -> Result<Subject, Diagnosis> {
    let parts = Attribute::ALL.map(|attribute| (attribute, inputs.text(field_of(attribute))));
    Subject::new(parts).map_err(|error| {
        let field = field_of(error.attribute().unwrap_or(Attribute::CommonName));
        error.diagnosis().of(field)
    })
}

/// The names that the form holds.
pub(in crate::units) fn hosts(
    inputs: &Inputs,
    field: &'static str,
) -> Result<Vec<Host>, Diagnosis> {
    Host::parse_list(inputs.text(field)).map_err(|error| error.diagnosis().of(field))
}

/// The start that the form holds; now, where it is empty.
pub(in crate::units) fn start(inputs: &Inputs) -> Result<u64, Diagnosis> {
    let text = inputs.text("from").trim();
    if text.is_empty() {
        return Ok(inputs.now);
    }
    validity::parse(text).map_err(|error| error.diagnosis().of("from"))
}

/// The period that the form holds.
pub(in crate::units) fn period(inputs: &Inputs) -> Result<Period, Diagnosis> {
    let from = start(inputs)?;
    let days = inputs.number("days", 1..=36_500)?;
    Period::days(from, u64::try_from(days).unwrap_or(1))
        .map_err(|error| error.diagnosis().of("days"))
}

/// The certificate that was handed in.
pub(in crate::units) fn certificate(
    inputs: &Inputs,
    field: &'static str,
) -> Result<Certificate, Diagnosis> {
    let thing = inputs.thing(field)?;
    Certificate::parse(&thing.bytes).map_err(|error| error.of(field))
}

/// The request that was handed in.
pub(in crate::units) fn request(
    inputs: &Inputs,
    field: &'static str,
) -> Result<Request, Diagnosis> {
    let thing = inputs.thing(field)?;
    Request::parse(&thing.bytes).map_err(|error| error.of(field))
}

/// The private key that was handed in.
pub(in crate::units) fn private_key(
    inputs: &Inputs,
    field: &'static str,
) -> Result<PrivateKey, Diagnosis> {
    let thing = inputs.thing(field)?;
    match thing.kind {
        Kind::PrivateKey(_) => {
            PrivateKey::from_pkcs8_der(&thing.bytes).map_err(|error| error.of(field))
        }
        other => Err(Diagnosis::expected("a private key")
            .of(field)
            .found(format!("a {}", other.name()))),
    }
}

/// The key that the form asks for: a new one, or the one from the desk.
pub(in crate::units) fn key(
    inputs: &Inputs,
    about: &About,
    name: &str,
    means: &mut Means<'_>,
    observer: &mut impl Observer,
) -> Poll<Result<(PrivateKey, Draft), Diagnosis>> {
    if KeySource::read(inputs, "key-from") == KeySource::Desk {
        let key = private_key(inputs, "key")?;
        let thing = inputs.thing("key")?;
        let draft = Draft {
            name: thing.name.clone(),
            made_from: vec![input(about, "key")],
            ..key_draft(&key, name, inputs)?
        };
        return Poll::Ready(Ok((
            key,
            Draft {
                demonstration: thing.demonstration,
                ..draft
            },
        )));
    }
    let what = ("key", "the new key");
    let key = ready!(new_key(inputs, about, 2048, what, means, observer))?;
    let draft = key_draft(&key, name, inputs)?;
    Poll::Ready(Ok((key, draft)))
}

/// The name of what is made from something: that one's with another word in
/// place of what it is, so that what belongs together is called alike. Where it
/// is not called so, the usual name.
pub(in crate::units) fn named_after(source: &str, is: &str, word: &str, usual: &str) -> String {
    match source.split_once(is) {
        Some((owner, number)) => format!("{owner}{word}{number}"),
        None => usual.to_owned(),
    }
}

/// The step that made the public key in a request or certificate: none, where
/// the key comes from the desk.
pub(in crate::units) fn key_maker(inputs: &Inputs) -> &'static [(&'static str, &'static str)] {
    match KeySource::read(inputs, "key-from") {
        KeySource::Desk => &[],
        KeySource::New => &[("subjectPublicKeyInfo", "key"), ("subjectPKInfo", "key")],
    }
}

/// Makes a key, with its prime search inside a step: the step's id, and what
/// the search calls the key.
pub(in crate::units) fn new_key(
    inputs: &Inputs,
    about: &About,
    bits: usize,
    (purpose, whose): (&'static str, &'static str),
    means: &mut Means<'_>,
    observer: &mut impl Observer,
) -> Poll<Result<PrivateKey, Diagnosis>> {
    observer.enter(|| {
        Step::new(purpose, format!("Make an RSA key of {bits} bits"))
            .says("Two random primes, and everything that follows from them.")
            .source("FIPS 186-5", "A.1.3")
    });
    // Named after the unit too: a seed gives each unit a key of its own.
    let generator = |prime: &str| {
        let name = format!("{} {purpose} {prime}", about.id);
        inputs.randomness.generator(&name)
    };
    let order = Order {
        bits,
        e: 65_537.into(),
        audience: Audience::Of(whose),
    };
    let [for_p, for_q] = &mut ["p", "q"].map(generator);
    let key = generate(&order, [for_p, for_q], means, observer);
    observer.leave();
    let key = ready!(key.map_err(|error| Diagnosis::bug(error.to_string())))?;
    Poll::Ready(PrivateKey::from_rsa(key))
}

/// Draws a serial number, for all that the certificate will say, and makes and
/// signs the certificate of a key.
///
/// # Errors
/// When the issuer's key cannot sign.
pub(in crate::units) fn certify(
    inputs: &Inputs,
    purpose: &str,
    (profile, period): (&Profile, Period),
    (key, issuer): (&PrivateKey, &PrivateKey),
    observer: &mut impl Observer,
) -> Result<IssuedCertificate, Diagnosis> {
    let drawn_for = format!("{profile:?} {period:?}");
    let drawn_for = [drawn_for.as_bytes(), key.public().spki_der()];
    let mut random = inputs.randomness.generator_for(purpose, &drawn_for);
    let particulars = Particulars {
        serial: serial::draw(&mut random, observer)?,
        period,
        key: key.public(),
    };
    certificate::make(profile, particulars, issuer, observer)
}

/// What a private key is on the desk.
pub(in crate::units) fn kind_of(key: &PrivateKey) -> Kind {
    Kind::PrivateKey(key.kind())
}

/// A private key as a draft.
pub(in crate::units) fn key_draft(
    key: &PrivateKey,
    name: &str,
    inputs: &Inputs,
) -> Result<Draft, Diagnosis> {
    Ok(Draft {
        name: name.to_owned(),
        kind: kind_of(key),
        bytes: key.to_pkcs8_der_with_public()?.into(),
        made_from: Vec::new(),
        demonstration: inputs.randomness.is_lesson(),
    })
}

/// A draft of something public.
pub(in crate::units) fn public_draft(
    name: impl Into<String>,
    kind: Kind,
    bytes: &[u8],
    made_from: Vec<Origin>,
    demonstration: bool,
) -> Draft {
    Draft {
        name: name.into(),
        kind,
        bytes: bytes.to_vec().into(),
        made_from,
        demonstration,
    }
}

/// An input of a unit as the origin of a draft.
pub(in crate::units) fn input(about: &About, id: &str) -> Origin {
    let index = about.inputs.iter().position(|input| input.id == id);
    Origin::Input(u32::try_from(index.unwrap_or(0)).unwrap_or(0))
}

/// Says which of its stages a run is in.
pub(in crate::units) fn progress(
    observer: &mut impl Observer,
    doing: &'static str,
    done: u32,
    of: u32,
) {
    observer.report(|| Report::Progress {
        doing: doing.into(),
        done,
        of: Some(of),
    });
}

/// A thing in PEM (RFC 7468).
pub(in crate::units) fn pem(kind: Kind, der: &[u8]) -> String {
    pem_labelled(kind.pem_label().unwrap_or("DATA"), der)
}

/// Bytes in PEM under a label.
pub(in crate::units) fn pem_labelled(label: &str, der: &[u8]) -> String {
    let text = Zeroizing::new(base64::prelude::BASE64_STANDARD.encode(der));
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = tail;
    }
    pem.push_str("-----END ");
    pem.push_str(label);
    pem.push_str("-----\n");
    pem
}

/// Whether a thing or the seed of this run is for demonstration.
pub(in crate::units) fn demonstration(inputs: &Inputs, things: &[&str]) -> bool {
    inputs.randomness.is_lesson()
        || things
            .iter()
            .filter_map(|id| inputs.things.get(*id))
            .any(|thing: &Material| thing.demonstration)
}

/// What to show of a certificate first.
pub(in crate::units) fn certificate_results(certificate: &Certificate) -> Vec<Value> {
    vec![
        text("certificate", pem(Kind::Certificate, certificate.der())).meaning("PEM"),
        text("serialNumber", serial::colons(certificate.serial())),
        text(
            "fingerprint",
            serial::colons(&Sha256::digest(certificate.der())),
        )
        .meaning("SHA-256 of the whole certificate"),
        Value::public_bytes("signatureValue", certificate.signature()),
    ]
}

/// A public text.
pub(in crate::units) fn text(symbol: &'static str, text: impl Into<String>) -> Value {
    Value::new(symbol, Data::Text(text.into()), Knowers::EVERYBODY)
}
