//! Files that are handed in.

use crate::Outcome;
use padlock::desk::Kind;
use padlock::units::{self, File, Inputs, Material};

/// What follows the `@`: a path, and the how-many-th thing in it from 1, where
/// one is named.
pub(crate) fn path(text: &str) -> (&str, Option<usize>) {
    match text.rsplit_once('#') {
        Some((path, number)) if !std::path::Path::new(text).exists() => match number.parse() {
            Ok(number) => (path, Some(number)),
            Err(_) => (text, None),
        },
        _ => (text, None),
    }
}

/// The bytes of a file.
pub(crate) fn read(path: &str) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{path} cannot be read: {error}."))
}

/// The file itself, as the page hands over a dropped one.
pub(crate) fn whole(path: &str) -> Result<File, String> {
    let name = std::path::Path::new(path).file_name();
    Ok(File {
        name: name.map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        bytes: read(path)?.into(),
    })
}

/// The thing that importing a file gives: the one with this number, or else the
/// first of a kind that is wanted. What no import recognises is taken as it is
/// where bare bytes are wanted.
pub(crate) fn thing(
    path: &str,
    number: Option<usize>,
    kinds: &[Kind],
    passphrase: Option<&str>,
) -> Result<Material, String> {
    let file = whole(path)?;
    let bare = kinds
        .iter()
        .find(|kind| matches!(kind, Kind::Ciphertext | Kind::Signature));
    let about = units::find("desk-import").ok_or("Nothing reads files here.")?;
    let inputs = Inputs::defaults(about)
        .with("passphrase", passphrase.unwrap_or_default())
        .with_file(file.clone());
    let (drafts, says) = match crate::run(about, &inputs) {
        Outcome::Output(output) => (output.drafts, output.headline.to_string()),
        Outcome::Refused(_) if bare.is_some() => (Vec::new(), String::new()),
        Outcome::Refused(diagnosis) => return Err(format!("{path}: {diagnosis}")),
        Outcome::Unusable(unusable) => return Err(format!("{path}: {}", unusable.says)),
        Outcome::Panic(panic) => return Err(format!("{path}: {panic}")),
    };
    let found = match number {
        Some(number) => number.checked_sub(1).and_then(|index| drafts.get(index)),
        None => drafts
            .iter()
            .find(|draft| kinds.contains(&draft.kind))
            .or(drafts.first().filter(|_| bare.is_none())),
    };
    match (found, bare) {
        (Some(draft), _) => Ok(draft.into()),
        (None, Some(kind)) if number.is_none() => Ok(Material {
            name: file.name,
            kind: *kind,
            bytes: file.bytes,
            demonstration: false,
        }),
        // Nothing in it can be used: the import says why.
        _ if drafts.is_empty() && !says.is_empty() => Err(format!("{path}: {says}")),
        _ => {
            let names: Vec<_> = drafts.iter().map(|draft| draft.kind.name()).collect();
            let wanted = number.map_or_else(String::new, |number| format!(" number {number}"));
            Err(format!(
                "{path}: expected a thing{wanted}, found {}.",
                if names.is_empty() {
                    "none".to_owned()
                } else {
                    format!("{}: {}", names.len(), names.join(", "))
                }
            ))
        }
    }
}
