//! The picture of a check: the two certificates of a link, with what the check
//! is about lit in them.

use super::super::extensions::BasicConstraints;
use super::super::{host, validity};
use super::{Check, Link};
use crate::engine::asn1::USAGES;
use crate::engine::hex;
use crate::engine::picture::{Pair, Pin, Sheet, Stands};
use crate::engine::pki::read::Certificate;
use crate::engine::text::Text;
use const_oid::db::DB;
use x509_cert::ext::pkix::{ExtendedKeyUsage, KeyUsage};

/// So many bytes of a signature are shown.
const SHOWN: usize = 4;

/// The checks of a chain so far, and the two certificates that they are about.
pub(super) struct PictureContext<'a> {
    /// The link, where there is one.
    pub(super) link: Link<'a>,
    /// The checks so far, without the present one.
    pub(super) before: &'a [Check],
    /// How many there will be.
    pub(super) checks: usize,
}

impl PictureContext<'_> {
    /// The picture of a check.
    pub(super) fn of(&self, check: &Check) -> Pair {
        let Link {
            certificate,
            issuer,
            ..
        } = self.link;
        let (lit, against) = about(check.id, self.link);
        let all = [certificate, issuer].into_iter().zip(lit);
        let is_alone = certificate.der() == issuer.der();
        let sheets = all
            .take(if is_alone { 1 } else { 2 })
            .map(|(one, lit)| sheet(one, lit));
        let pin = |check: &Check| Pin {
            name: check.title.into(),
            holds: check.passed,
        };
        let mut pins: Vec<Pin> = self.before.iter().map(pin).collect();
        pins.push(pin(check));
        Pair {
            sheets: sheets.collect(),
            against,
            holds: check.passed,
            checks: self.checks.max(pins.len()),
            pins,
        }
    }
}

/// The lines of both that a check is about, and what they are held against
/// where that is not each other.
fn about(check: &str, link: Link<'_>) -> ([&'static [Stands]; 2], Text) {
    use Stands::{Constraints, Issuer, Key, Names, Purpose, Signature, Subject, Usage, Validity};
    const EXTENSIONS: &[Stands] = &[Constraints, Usage, Purpose, Names];
    let day = || format!("now: {}", validity::show(link.at)).into();
    match check {
        "signature" => ([&[Signature], &[Key]], Text::default()),
        "chaining" => ([&[Issuer], &[Subject]], Text::default()),
        "key-identifiers" => ([&[Issuer], &[Key]], Text::default()),
        "validity" => ([&[Validity], &[]], day()),
        "issuer-validity" => ([&[], &[Validity]], day()),
        "issuer-ca" => ([&[], &[Constraints]], "CA:TRUE".into()),
        "issuer-usage" => ([&[], &[Usage]], "keyCertSign".into()),
        "path-length" => {
            let below = match link.below {
                0 => "no CA in between".to_owned(),
                1 => "1 CA in between".to_owned(),
                more => format!("{more} CAs in between"),
            };
            ([&[], &[Constraints]], below.into())
        }
        "usage" => ([&[Usage], &[]], "digitalSignature".into()),
        "purpose" => ([&[Purpose], &[]], "serverAuth".into()),
        "all-extensions" => ([EXTENSIONS, EXTENSIONS], "each once, none unknown".into()),
        "host" => ([&[Names], &[]], format!("asked for: {}", link.host).into()),
        "trusted" => ([&[Issuer], &[Subject]], "the trust store".into()),
        "unsigned" => ([&[Signature], &[]], "the key of its issuer".into()),
        "constraints" => ([&[Names], &[Constraints]], "nameConstraints".into()),
        "strength" => ([&[Key], &[Key]], "what browsers take".into()),
        _ => ([&[], &[]], "all rules at once".into()),
    }
}

/// A certificate in lines.
fn sheet(of: &Certificate, lit: &[Stands]) -> Sheet {
    let period = of.period();
    let [from, to] = [period.from, period.to].map(validity::day);
    let extensions = of.extensions();
    let signature = of.signature();
    let signature = hex::spaced(signature.get(..SHOWN).unwrap_or(signature));
    let read = |value: Result<Option<String>, _>| match value {
        Ok(value) => value.unwrap_or_else(|| "–".to_owned()),
        Err(_) => "malformed".to_owned(),
    };
    let constraints = extensions.one::<BasicConstraints>().map(|it| it.map(ca));
    let usage = extensions.one::<KeyUsage>().map(|it| it.map(usages));
    let purpose = extensions.one::<ExtendedKeyUsage>();
    let purpose = purpose.map(|it| it.map(purposes));
    let names = extensions.names();
    let names = names.map(|names| Some(host::brief(&names.hosts)));
    let values = [
        short(&of.subject()),
        short(&of.issuer()),
        of.subject_key().to_string(),
        format!("{from} – {to}"),
        read(constraints),
        read(usage),
        read(purpose),
        read(names),
        format!("{signature} …"),
    ];
    Sheet {
        title: short(&of.subject()).into(),
        values: values.map(Text::from),
        lit: lit.to_vec(),
    }
}

fn ca(constraints: BasicConstraints) -> String {
    match (constraints.ca, constraints.path_length) {
        (true, Some(length)) => format!("CA:TRUE, pathlen:{length}"),
        (true, None) => "CA:TRUE".to_owned(),
        (false, _) => "CA:FALSE".to_owned(),
    }
}

fn usages(usage: KeyUsage) -> String {
    let bits = usage.0.bits();
    let named = (0_u32..).zip(USAGES);
    let set = named.filter(|(bit, _)| bits >> bit & 1 == 1);
    let names: Vec<&str> = set.map(|(_, name)| name).collect();
    names.join(", ")
}

fn purposes(purpose: ExtendedKeyUsage) -> String {
    let name = |oid| match DB.by_oid(oid) {
        Some(name) => name.trim_start_matches("id-kp-").to_owned(),
        None => oid.to_string(),
    };
    let names: Vec<String> = purpose.0.iter().map(name).collect();
    names.join(", ")
}

/// What a name is called for short: its common name, where it has one.
#[must_use]
pub fn short(described: &str) -> String {
    let mut parts = described.split(", ");
    let common = parts.find_map(|part| part.strip_prefix("CN="));
    common.unwrap_or(described).to_owned()
}
