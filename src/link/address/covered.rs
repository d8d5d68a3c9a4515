//! What the link of a question covers: the settings that name what is wrong,
//! as one word that is not read in passing.

use crate::engine::symmetric::base64url;
use crate::units::{self, About};

/// A setting of an address: its name and its value.
type Setting = (String, String);

/// Whether a setting of an exhibit, or of one that makes what it takes, names
/// what is wrong.
pub(super) fn tells(about: Option<&About>, key: &str) -> bool {
    let (about, key) = match key.split_once('.') {
        Some((maker, key)) => (units::find(maker), key),
        None => (about, key),
    };
    let input = about.and_then(|about| about.input(key));
    input.is_some_and(|input| input.tells)
}

/// Settings as one word.
pub(super) fn word(settings: &[Setting]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(settings);
    let word = base64url::text(query.finish().as_bytes());
    word.trim_end_matches('=').to_owned()
}

/// Reads what [`word`] wrote.
pub(super) fn settings(word: &str) -> Option<Vec<Setting>> {
    let query = base64url::decode(&base64url::padded(word)).ok()?;
    Some(form_urlencoded::parse(&query).into_owned().collect())
}
