//! Read files from elsewhere onto the desk.

mod certificates;
mod clean;
mod elliptic;
mod encrypted;
mod file;
mod fillers;
mod foreign;
mod item;
mod keys;
mod notice;
mod pkcs7;
mod recognise;
mod rsa;

use crate::desk::{Draft, Kind};
use crate::engine::diagnosis::Diagnosis;
use crate::engine::dissect::Dissection;
use crate::engine::hex;
use crate::engine::knowers::Knowers;
use crate::engine::pki::name::label;
use crate::engine::source::Source;
use crate::engine::trace::{Observer, Step, Value};
use crate::units::form::judges;
use crate::units::{
    About, Agreement, Comparison, Context, Control, Draws, Input, Output, Page, Recipe, Row, Start,
    Tool,
};
use file::{Part, Shape};
use item::Item;
use zeroize::Zeroizing;

/// The largest input, in bytes.
const LARGEST: usize = 2 * 1024 * 1024;

/// How many fields their bytes are laid out in at most: those of some twenty
/// certificates.
const FIELDS: usize = 8_000;

/// How many keys a wrong passphrase is tried on: each may cost seconds.
const TRIED: usize = 10;

/// How many lines a list of what is wrong, or of what belongs together, has.
const LINES: usize = 50;

/// What to notice where a private key stands beside something with a public one.
pub const NOTICE: &str = "A private key and a certificate belong together when they have the same public key: for RSA, the same modulus n and exponent e.";

/// Where to read more.
pub const SOURCES: &[Source] = &[
    Source::new("RFC 7468", ""),
    Source::new("RFC 5958", ""),
    Source::new("RFC 5280", "4.1"),
    Source::new("RFC 2986", "4"),
];

/// What this unit says about itself.
pub static ABOUT: About = About {
    id: "desk-import",
    page: Page::Desk,
    title: "Read a file",
    question: "What is in this file, and can I work with it here?",
    start: Start::Asked("Read it"),
    row: &["file", "passphrase"],
    inputs: &[
        Input {
            hint: "PEM, DER or base64: private keys, public keys, requests, certificates, also in PKCS#7; Fernet keys and tokens. At most 2 MiB. It stays in this page.",
            known_to: Knowers::OWNER,
            ..Input::new("file", "Paste it, or drop a file", Control::CodeArea)
        },
        Input {
            hint: "Only for an encrypted private key.",
            known_to: Knowers::OWNER,
            ..Input::new("passphrase", "Passphrase", Control::Passphrase)
        },
    ],
    breaks: &[],
    small: &[],
    makes: &[
        "key, certificate, request or token?",
        "what each byte of it is",
        "a place on the desk, to work with it",
    ],
    keeps: true,
    draws: Draws::Never,
};

/// The certificates in what was pasted into a field of another exhibit, in
/// DER: what an import reads, a chain reads too.
///
/// # Errors
/// When it is nothing that is known here, or holds something else.
pub(in crate::units) fn certificates(bytes: &[u8]) -> Result<Vec<Zeroizing<Vec<u8>>>, Diagnosis> {
    let wanted = || Diagnosis::expected("certificates in PEM, from -----BEGIN CERTIFICATE----- on");
    let read =
        file::read(bytes).map_err(|error| match error.expected == file::wanted().expected {
            true => wanted().found(error.found),
            false => error,
        })?;
    if let Some(error) = read.errors.into_iter().next() {
        return Err(error);
    }
    let other = read
        .parts
        .iter()
        .find_map(recognise::other_than_certificate);
    if let Some(other) = other {
        return Err(wanted().found(other).help(format!(
            "Leave only certificates here. “{}” takes the rest.",
            ABOUT.title
        )));
    }
    let ders = read.parts.into_iter().filter_map(|part| match part {
        Part::Der { der, .. } => Some(der),
        Part::FernetKey(_) | Part::FernetToken(_) => None,
    });
    Ok(ders.collect())
}

/// Reads whatever it is.
///
/// # Errors
/// When nothing can be read at all, when it is too large, or when there are
/// only encrypted keys and none opens with the passphrase.
pub fn run(
    Context {
        inputs, observer, ..
    }: Context<'_, '_>,
) -> Result<Output, Diagnosis> {
    let dropped = inputs.file.as_ref();
    let bytes = dropped.map_or(inputs.text("file").as_bytes(), |file| &file.bytes[..]);
    if bytes.len() > LARGEST {
        return Err(Diagnosis::expected("a file of at most 2 MiB")
            .of("file")
            .found(size_in_words(bytes.len()))
            .help("Keys, requests and certificates are far smaller; is it the right file?"));
    }
    let read = file::read(bytes)?;
    observer.step(|| {
        Step::new("read", "Look at what it is")
            .says(read.says.clone())
            .value(Value::public("bytes", bytes.len()).meaning("the size of the input in bytes"))
    });
    // openssl writes the name of the curve before the key, which says it too.
    let parts = recognise::without_curve_names(&read.parts);
    let passphrase = inputs.text("passphrase");
    let mut items = Vec::new();
    let (mut locked, mut untried) = (Vec::new(), 0);
    for (number, part) in (1_usize..).zip(parts.iter().copied()) {
        let enough = locked.len() >= TRIED && recognise::is_encrypted(part);
        let mut item = if enough {
            untried += 1;
            Item::untried(TRIED)
        } else {
            recognise::read(part, passphrase).unwrap_or_else(|diagnosis| {
                let item = Item::locked(&diagnosis);
                locked.push(diagnosis);
                item
            })
        };
        observer.step(|| {
            let step = Step::new(format!("part-{number}"), item.title.clone())
                .says(item.says.clone())
                .passes_if(item.good);
            match item.source {
                Some((document, section)) => step.source(document, section),
                None => step,
            }
        });
        if let (Some(file), [_], [draft]) = (dropped, &parts[..], &mut item.drafts[..])
            && item.common_name.is_none()
            && !file.name.is_empty()
        {
            draft.0 = label(&file.name);
        }
        items.push(item);
    }
    // What opens, and what needs no passphrase, is read all the same.
    if locked.len() + untried == items.len() && !locked.is_empty() {
        return Err(none_opens(locked.swap_remove(0), items.len()));
    }
    name_keys(&mut items);
    let mut headline = headline(&items, &read.errors);
    if let Some(stranger) = stranger(&items) {
        headline = format!("{headline} {stranger}");
    }
    for note in &read.notes {
        headline = format!("{headline} {note}");
    }
    if let Some(file) = dropped.filter(|_| !inputs.text("file").trim().is_empty()) {
        headline = format!(
            "{headline} That was the dropped file {}; the text in the field was not read.",
            label(&file.name)
        );
    }
    let laid_out = dissections(&items);
    if laid_out.len() < items.iter().map(|item| item.bytes.len()).sum() {
        let count = laid_out.len();
        headline = format!("{headline} Of these, the bytes of the first {count} are laid out.");
    }
    let demonstration = inputs.things.values().any(|thing| thing.demonstration);
    Ok(Output {
        good: Some(read.errors.is_empty() && items.iter().all(|item| item.good)),
        headline: headline.into(),
        notice: notice::of(&items).into(),
        results: results(&items),
        bytes: laid_out,
        comparisons: [together(&items), damaged(&read.errors)]
            .into_iter()
            .flatten()
            .collect(),
        agreements: items
            .iter()
            .filter_map(|item| item.same_key)
            .map(|same| Agreement::new("where the public key stands", judges::X509_CERT, same))
            .collect(),
        recipes: recipes(&items, read.shape, dropped.map(|file| &*file.name)),
        drafts: items
            .into_iter()
            .flat_map(|item| item.drafts)
            .map(|(name, kind, bytes, known)| Draft {
                name,
                kind,
                bytes: bytes.into(),
                made_from: Vec::new(),
                demonstration: demonstration || known,
            })
            .collect(),
        ..Output::default()
    })
}

/// What is wrong where nothing is there but encrypted keys, so many of them.
fn none_opens(first: Diagnosis, count: usize) -> Diagnosis {
    if count < 2 {
        return first;
    }
    let help = format!(
        "There are {count} encrypted private keys in it, and none is opened. {}",
        first.help
    );
    first.help(help)
}

/// The bytes of the items, as far as the page can take them in.
fn dissections(items: &[Item]) -> Vec<Dissection> {
    let mut fields = 0;
    let all = items.iter().flat_map(|item| item.bytes.clone());
    all.take_while(|bytes| {
        let fits = fields < FIELDS;
        for field in &bytes.fields {
            field.visit(0, &mut |_, _| fields += 1);
        }
        fits
    })
    .collect()
}

/// Gives a private key the name of the certificate or request beside it.
fn name_keys(items: &mut [Item]) {
    let owners: Vec<_> = items
        .iter()
        .filter_map(|item| Some((item.public.clone()?, item.common_name.clone()?)))
        .collect();
    for item in items.iter_mut().filter(|item| item.is_private()) {
        let owner = owners
            .iter()
            .find(|(public, _)| Some(public) == item.public.as_ref());
        if let (Some((_, name)), Some(draft)) = (owner, item.drafts.first_mut()) {
            draft.0 = format!("key of {name}");
        }
    }
}

fn headline(items: &[Item], errors: &[Diagnosis]) -> String {
    let mut words = match items {
        [] => "Nothing could be read.".to_owned(),
        [one] => format!("This is {}", one.says),
        many => {
            let titles = listed(many.iter().map(|item| &*item.title), "; ");
            let mut words = format!("There are {} things in it: {titles}.", many.len());
            let mut said: Vec<(&str, usize)> = Vec::new();
            for item in many.iter().filter(|item| !item.good) {
                let room = said.len() < LISTED;
                match said.iter_mut().find(|(says, _)| *says == item.says) {
                    Some((_, count)) => *count += 1,
                    None if room => said.push((&item.says, 1)),
                    None => {}
                }
            }
            for (says, count) in said {
                let which = match count {
                    1 => "One is".to_owned(),
                    all if all == many.len() => "Each is".to_owned(),
                    some => format!("Each of {some} of them is"),
                };
                words = format!("{words} {which} {says}");
            }
            words
        }
    };
    if let [error, ..] = errors {
        words = format!("{words} Part of the input is damaged. {error}");
    }
    words
}

/// How many things a sentence names.
const LISTED: usize = 12;

/// The first names of a list, and how many more there are.
fn listed<'a>(names: impl Iterator<Item = &'a str>, between: &str) -> String {
    let names: Vec<_> = names.collect();
    let rest = names.len().saturating_sub(LISTED);
    let mut words = names
        .get(..names.len() - rest)
        .unwrap_or_default()
        .join(between);
    if rest > 0 {
        words = format!("{words}{between}and {rest} more");
    }
    words
}

fn results(items: &[Item]) -> Vec<Value> {
    items
        .iter()
        .filter_map(|item| item.message.clone())
        .collect()
}

/// Which keys belong to which certificates and requests.
fn together(items: &[Item]) -> Option<Comparison> {
    let mut rows = Vec::new();
    for key in items.iter().filter(|item| item.is_private()).take(LINES) {
        let public = key.public.as_ref()?;
        for owner in items.iter().filter(|item| item.has_public()) {
            let same = owner.public.as_ref() == Some(public);
            rows.push(Row {
                name: owner.title.clone().into(),
                left: modulus(key).into(),
                right: modulus(owner).into(),
                note: if same {
                    "the same public key: they belong together".into()
                } else {
                    "not the same: this private key does not belong to it".into()
                },
            });
        }
    }
    rows.truncate(LINES);
    (!rows.is_empty()).then(|| Comparison {
        names: "".into(),
        title: "Do they belong together?".into(),
        left: "the private key".into(),
        right: "the other".into(),
        rows,
    })
}

/// Says so where a private key belongs to nothing beside it, or a public key
/// to no private one.
fn stranger(items: &[Item]) -> Option<String> {
    let (keys, others) = (
        || items.iter().filter(|item| item.is_private()),
        || items.iter().filter(|item| item.has_public()),
    );
    let fit = |key: &Item, other: &Item| key.public == other.public;
    let lone = |other: &&Item| {
        matches!(other.kind, Some(Kind::PublicKey(_))) && !keys().any(|key| fit(key, other))
    };
    keys().next()?;
    let what = if let Some(other) = others().find(lone) {
        format!("{}, which belongs to no private key in it", other.title)
    } else if others().next().is_some() {
        let key = keys().find(|key| !others().any(|other| fit(key, other)))?;
        format!("{}, which belongs to nothing else in it", key.title)
    } else {
        return None;
    };
    Some(format!("Among them is {what}: the public keys differ."))
}

/// The end of a modulus or of another public key, enough to see whether two are the
/// same.
fn modulus(item: &Item) -> String {
    let (symbol, bytes) = match (&item.modulus, &item.public) {
        (Some(modulus), _) => ("n", modulus),
        (None, Some(key)) => ("key", key),
        (None, None) => return "no public key".to_owned(),
    };
    let tail = bytes.get(bytes.len().saturating_sub(8)..);
    format!("{symbol} = …{}", hex::encode(tail.unwrap_or_default()))
}

fn damaged(errors: &[Diagnosis]) -> Option<Comparison> {
    (!errors.is_empty()).then(|| Comparison {
        names: "".into(),
        title: "What could not be read".into(),
        left: "expected".into(),
        right: "found".into(),
        rows: errors
            .iter()
            .take(LINES)
            .map(|error| Row {
                name: match error.at {
                    Some(at) => format!("byte {at}").into(),
                    None => "".into(),
                },
                left: error.expected.clone(),
                right: error.found.clone(),
                note: "".into(),
            })
            .collect(),
    })
}

fn recipes(items: &[Item], shape: Shape, name: Option<&str>) -> Vec<Recipe> {
    let Some((kind, encrypted)) = items
        .iter()
        .find_map(|item| Some((item.kind?, item.encrypted)))
    else {
        return Vec::new();
    };
    let (form, load, fallback) = match shape {
        Shape::Pem => ("", "pem", "file.pem"),
        Shape::Der => (" -inform DER", "der", "file.der"),
        Shape::Base64 | Shape::Fernet | Shape::Changed => return Vec::new(),
    };
    let name = name.unwrap_or(fallback);
    let file = crate::units::form::quoted::shell(name);
    let python_file = crate::units::form::quoted::python(name);
    let (command, module, call) = match kind {
        Kind::Certificate => (
            format!("openssl x509 -in {file}{form} -noout -text"),
            "from cryptography import x509",
            format!("x509.load_{load}_x509_certificate(data)"),
        ),
        Kind::Request => (
            format!("openssl req -in {file}{form} -noout -text -verify"),
            "from cryptography import x509",
            format!("x509.load_{load}_x509_csr(data)"),
        ),
        Kind::PrivateKey(_) => (
            format!("openssl pkey -in {file}{form} -noout -text"),
            "from cryptography.hazmat.primitives import serialization",
            format!(
                "serialization.load_{load}_private_key(data, password={})",
                if encrypted {
                    "input(\"Passphrase: \").encode()"
                } else {
                    "None"
                }
            ),
        ),
        Kind::PublicKey(_) => (
            format!("openssl pkey -pubin -in {file}{form} -noout -text"),
            "from cryptography.hazmat.primitives import serialization",
            format!("serialization.load_{load}_public_key(data)"),
        ),
        _ => return Vec::new(),
    };
    vec![
        Recipe {
            tool: Tool::Openssl,
            title: "Look into the file".into(),
            code: format!("{command}\n"),
        },
        Recipe {
            tool: Tool::Python,
            title: "Load the file".into(),
            code: format!(
                "{module}\n\nwith open({python_file}, \"rb\") as file:\n    data = file.read()\nprint({call})\n"
            ),
        },
    ]
}

/// A size as people say it.
fn size_in_words(bytes: usize) -> String {
    let tenths = bytes.saturating_mul(10) / (1024 * 1024);
    format!("{}.{} MiB ({bytes} bytes)", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests;
