//! `HKDF-Expand-Label` (RFC 8446 §7.1): a secret for a purpose, whose name goes in.

use super::bytes;
use super::compute::{self, bytes_of, constant};
use crate::engine::dissect::{Dissection, Field};
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::tls::wire::reader::{Reader, text, tls};
use crate::engine::trace::{Equation, Expr, Hash, Observer, Step, Value};

/// What stands before each label.
const PREFIX: &str = "tls13 ";

/// How a derivation is told, and the label that it has.
pub(super) struct Told {
    pub(super) id: Text,
    pub(super) title: Text,
    pub(super) says: Text,
    pub(super) label: &'static str,
    pub(super) symbol: Text,
    pub(super) meaning: &'static str,
    pub(super) section: &'static str,
}

/// The byte string that a secret is expanded with, `HkdfLabel` (RFC 8446 §7.1): how
/// many bytes are made, what for, and what they are bound to. A label of more than
/// 249 bytes and a context of more than 255 do not fit and are cut.
#[must_use]
pub fn hkdf_label(label: &str, context: &[u8], length: usize) -> Vec<u8> {
    let longest = usize::from(u8::MAX);
    let label: Vec<u8> = PREFIX.bytes().chain(label.bytes()).take(longest).collect();
    let context = context.get(..longest).unwrap_or(context);
    let mut info = u16::try_from(length)
        .unwrap_or(u16::MAX)
        .to_be_bytes()
        .to_vec();
    for part in [&label, context] {
        info.push(u8::try_from(part.len()).unwrap_or(u8::MAX));
        info.extend(part);
    }
    info
}

/// What each byte of an `HkdfLabel` is; the context is known to these.
#[must_use]
pub fn dissect_label(info: &[u8], known_to: Knowers) -> Dissection {
    let mut reader = Reader::new(info);
    let at = tls("7.1");
    reader.number(2, "length", at.clone(), |length| {
        format!("{length} bytes are to be made").into()
    });
    reader.opaque(1, "label", at.clone(), |label| {
        format!("what for: “{}”", text(label)).into()
    });
    reader.opaque(1, "context", at, |context| match context.len() {
        0 => "empty".into(),
        _ => "what it is bound to".into(),
    });
    let mut whole = reader.finish("HkdfLabel");
    if let Some(context) = whole.fields.get_mut(2) {
        let content = context
            .inside
            .iter_mut()
            .filter(|field| field.name == "content");
        content.for_each(|field: &mut Field| field.known_to = known_to);
    }
    whole
}

/// Expands a secret with a label and, where there is one, a context: one step, with
/// the label and what comes of it.
pub(super) fn expand(
    hash: Hash,
    from: &Value,
    told: Told,
    context: Option<&Value>,
    length: usize,
    observer: &mut impl Observer,
) -> Value {
    let bound = context.map(bytes_of).unwrap_or_default();
    let info = hkdf_label(told.label, bound, length);
    let bound_to = context.map_or(Knowers::EVERYBODY, |context| context.known_to);
    let made = compute::expand(hash, bytes_of(from), &info, length);
    let made = bytes(told.symbol, &made, from.known_to.of_both(bound_to)).meaning(told.meaning);
    observer.step(|| {
        let label = Value::public_bytes("label", format!("{PREFIX}{}", told.label))
            .meaning(format!("“{PREFIX}{}”", told.label));
        let laid_out = dissect_label(&info, bound_to);
        let info = bytes("info", &info, bound_to).meaning("what is made, and what for");
        let one = |length: usize| Expr::i2osp(constant(length), 1);
        let mut parts = vec![
            Expr::i2osp(constant(length), 2),
            one(PREFIX.len() + told.label.len()),
            (&label).into(),
            one(bound.len()),
        ];
        parts.extend(context.filter(|_| !bound.is_empty()).map(Expr::from));
        Step::new(told.id, told.title)
            .says(told.says)
            .equation(Equation::equal(Expr::concat(parts), &info))
            .equation(Equation::equal(
                Expr::hkdf_expand(hash, from, &info, constant(length)),
                &made,
            ))
            .value(label)
            .value(info)
            .value(made.clone())
            .bytes(laid_out)
            .source("RFC 8446", told.section)
    });
    made
}
