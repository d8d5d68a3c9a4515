//! Text as it was meant: mail programs, editors and environment variables
//! change what they carry, in ways that can be undone and are told.

mod armour;
mod escapes;

use zeroize::Zeroizing;

/// A character, and the byte of the input where it stands.
type Glyph = (char, u32);

/// Text in plain ASCII where it matters, and what was done to it.
#[derive(Debug)]
pub(super) struct Clean {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    /// Where each of the bytes stands in the input; empty where nothing moved.
    origin: Vec<u32>,
    /// What was passed over or changed, in whole sentences.
    pub(super) notes: Vec<String>,
}

/// What was noticed on the way: sentences, one of each kind.
#[derive(Debug, Default)]
struct Notes(Vec<(&'static str, String)>);

impl Notes {
    /// Says something, if nothing of its kind is said yet.
    fn say(&mut self, kind: &'static str, says: impl FnOnce() -> String) {
        if self.0.iter().all(|(known, _)| *known != kind) {
            self.0.push((kind, says()));
        }
    }

    /// Says what others say.
    fn take(&mut self, others: Self) {
        for (kind, says) in others.0 {
            self.say(kind, || says);
        }
    }
}

impl Clean {
    /// The byte of the input where a byte of the clean text comes from.
    pub(super) fn origin(&self, at: usize) -> usize {
        if self.origin.is_empty() {
            return at;
        }
        let known = self.origin.get(at).or_else(|| self.origin.last());
        known.map_or(at, |origin| usize::try_from(*origin).unwrap_or(at))
    }
}

/// Cleans a text; `None` for bytes that are no text.
pub(super) fn clean(bytes: &[u8]) -> Option<Clean> {
    let mut notes = Notes::default();
    let text = decode(bytes, &mut notes)?;
    let text = escapes::undo(text, &mut notes);
    let text = armour::mend(&text, &mut notes);
    let length = text.iter().map(|(character, _)| character.len_utf8()).sum();
    let mut clean = Zeroizing::new(Vec::with_capacity(length));
    let mut origin = Vec::with_capacity(length);
    for (character, at) in text.iter() {
        let mut utf8 = [0; 4];
        for byte in character.encode_utf8(&mut utf8).bytes() {
            clean.push(byte);
            origin.push(*at);
        }
    }
    if clean[..] == *bytes {
        origin = Vec::new();
    }
    Some(Clean {
        bytes: clean,
        origin,
        notes: notes.0.into_iter().map(|(_, says)| says).collect(),
    })
}

/// Bytes as characters: UTF-8, UTF-16, or what Windows had before.
fn decode(bytes: &[u8], notes: &mut Notes) -> Option<Zeroizing<Vec<Glyph>>> {
    if let Some(text) = utf16(bytes, notes) {
        return Some(text);
    }
    let text: Zeroizing<Vec<Glyph>> = match std::str::from_utf8(bytes) {
        Ok(text) => text
            .char_indices()
            .map(|(at, character)| (character, position(at)))
            .collect::<Vec<_>>()
            .into(),
        Err(_) => bytes
            .iter()
            .enumerate()
            .map(|(at, byte)| (windows_1252(*byte), position(at)))
            .collect::<Vec<_>>()
            .into(),
    };
    let is_text = || text.iter().all(|(character, _)| !is_binary(*character));
    (contains(bytes, b"BEGIN") || is_text()).then_some(text)
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// A control character that no text has. Editors of old end with 1A.
fn is_binary(character: char) -> bool {
    character.is_ascii_control()
        && !matches!(character, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\x1a')
}

/// UTF-16 with a byte order mark, or recognised by the zeros of ASCII.
fn utf16(bytes: &[u8], notes: &mut Notes) -> Option<Zeroizing<Vec<Glyph>>> {
    let begin = bytes.get(..bytes.len().min(64))?;
    let zeros = |first: usize| {
        let (zeros, others): (Vec<_>, Vec<_>) = begin
            .iter()
            .enumerate()
            .partition(|(at, _)| at % 2 == first);
        begin.len() >= 4
            && zeros.iter().all(|(_, byte)| **byte == 0)
            && others.iter().all(|(_, byte)| **byte != 0)
    };
    let (start, big) = match bytes {
        [0xff, 0xfe, ..] => (2, false),
        [0xfe, 0xff, ..] => (2, true),
        _ if zeros(1) => (0, false),
        _ if zeros(0) => (0, true),
        _ => return None,
    };
    let order = if big { "big-endian" } else { "little-endian" };
    notes.say("utf-16", || format!("It is written in UTF-16 ({order}), as some programs of Windows do, and was read as that. For openssl, save it as UTF-8 or ASCII."));
    let units = bytes.get(start..)?.chunks_exact(2).map(|pair| match pair {
        [one, two] if big => u16::from_be_bytes([*one, *two]),
        [one, two] => u16::from_le_bytes([*one, *two]),
        _ => 0,
    });
    let mut at = start;
    let text: Vec<Glyph> = char::decode_utf16(units)
        .map(|unit| {
            let character = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
            let here = position(at);
            at += 2 * character.len_utf16();
            (character, here)
        })
        .collect();
    Some(text.into())
}

/// What Windows wrote before UTF-8, as far as it matters here: its spaces,
/// dashes and quotes.
fn windows_1252(byte: u8) -> char {
    match byte {
        0x91 | 0x92 => '\'',
        0x93 | 0x94 => '"',
        0x96 => '\u{2013}',
        0x97 => '\u{2014}',
        _ => char::from(byte),
    }
}

/// How a character is read that looks like another, or like nothing.
enum Lookalike {
    /// White space.
    Space,
    /// The end of a line.
    LineEnd,
    /// Nothing that can be seen.
    Invisible,
    /// A dash.
    Dash,
    /// A quotation mark.
    Quote(char),
}

fn lookalike(character: char) -> Option<Lookalike> {
    Some(match character {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Lookalike::Space
        }
        '\u{85}' | '\u{2028}' | '\u{2029}' => Lookalike::LineEnd,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => Lookalike::Invisible,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
            Lookalike::Dash
        }
        '\u{2018}'..='\u{201b}' => Lookalike::Quote('\''),
        '\u{201c}'..='\u{201f}' => Lookalike::Quote('"'),
        _ => return None,
    })
}

/// A character by its number, and by its name where it has a known one.
fn named(character: char) -> String {
    let name = match character {
        '\u{a0}' => " (no-break space)",
        '\u{ad}' => " (soft hyphen)",
        '\u{200b}' => " (zero width space)",
        '\u{200c}' => " (zero width non-joiner)",
        '\u{200d}' => " (zero width joiner)",
        '\u{202f}' => " (narrow no-break space)",
        '\u{2010}' => " (hyphen)",
        '\u{2011}' => " (non-breaking hyphen)",
        '\u{2013}' => " (en dash)",
        '\u{2014}' => " (em dash)",
        '\u{2212}' => " (minus sign)",
        '\u{2060}' => " (word joiner)",
        '\u{feff}' => " (byte order mark)",
        _ => "",
    };
    format!("U+{:04X}{name}", u32::from(character))
}
