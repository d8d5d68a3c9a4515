//! Reads a byte string from the left to the right, and gives each byte its field.

use crate::engine::dissect::{Dissection, Field, Problem, Role};
use crate::engine::source::Source;
use crate::engine::text::{Text, plural};
use std::ops::Range;

/// How much of a text is told in the meaning of its field, in bytes.
const TOLD: usize = 200;

/// A section of RFC 8446.
pub(in crate::engine::tls) const fn tls(section: &'static str) -> Source {
    Source::new("RFC 8446", section)
}

/// Bytes, and how far they are read.
///
/// What is read goes to the fields of the structure that is open. A structure has a
/// window: its length says where that ends, and nothing in it is read beyond. Where
/// bytes are missing, that is said once, and whatever would come after them reads as
/// `None` without a word.
pub(in crate::engine::tls) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    end: usize,
    fields: Vec<Field>,
    problems: Vec<Problem>,
    /// Whether bytes are missing in this window, which was said.
    is_cut: bool,
}

impl<'a> Reader<'a> {
    pub(in crate::engine::tls) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            end: bytes.len(),
            fields: Vec::new(),
            problems: Vec::new(),
            is_cut: false,
        }
    }

    /// All fields and problems; what was not read is a field, too.
    pub(in crate::engine::tls) fn finish(mut self, name: impl Into<Text>) -> Dissection {
        let name = name.into();
        self.surplus(&name);
        let mut whole = Dissection::new(name, self.bytes.to_vec(), self.fields);
        whole.problems = self.problems;
        whole
    }

    /// How many bytes are left in this window.
    pub(in crate::engine::tls) fn left(&self) -> usize {
        self.end.saturating_sub(self.at)
    }

    /// Whether all of this window is read.
    pub(in crate::engine::tls) fn is_done(&self) -> bool {
        self.left() == 0
    }

    /// What is left of this window.
    pub(in crate::engine::tls) fn ahead(&self) -> &'a [u8] {
        self.bytes.get(self.at..self.end).unwrap_or_default()
    }

    /// Says what is wrong at a place, counted from the next byte.
    pub(in crate::engine::tls) fn problem(&mut self, ahead: usize, says: impl Into<Text>) {
        self.problem_at(self.at + ahead, says);
    }

    /// Says what is wrong with the bytes that were read last.
    pub(in crate::engine::tls) fn doubt(&mut self, says: impl Into<Text>) {
        let at = self
            .fields
            .last()
            .map_or(self.at, |last| last.range().start);
        self.problem_at(at, says);
    }

    fn problem_at(&mut self, at: usize, says: impl Into<Text>) {
        self.problems.push(Problem {
            at: u32::try_from(at).unwrap_or(u32::MAX),
            says: says.into(),
        });
    }

    /// So many bytes as a field, and what they are; `None` where they are not there.
    pub(in crate::engine::tls) fn take(
        &mut self,
        count: usize,
        name: &str,
    ) -> Option<(Range<usize>, &'a [u8])> {
        let found = self.ahead().get(..count);
        if found.is_none() {
            self.missing(count, name);
        }
        let range = self.at..self.at + found?.len();
        self.at = range.end;
        Some((range, found?))
    }

    /// A field of so many bytes with a meaning.
    pub(in crate::engine::tls) fn bytes(
        &mut self,
        count: usize,
        name: &'static str,
        source: Source,
        meaning: impl Into<Text>,
    ) -> Option<&'a [u8]> {
        let (range, found) = self.take(count, name)?;
        self.push(Field::new(range, name).meaning(meaning), source);
        Some(found)
    }

    /// The rest of this window as a field, where there is a rest.
    pub(in crate::engine::tls) fn rest(
        &mut self,
        name: &'static str,
        source: Source,
        meaning: impl Into<Text>,
    ) -> &'a [u8] {
        match self.left() {
            0 => &[],
            left => self.bytes(left, name, source, meaning).unwrap_or_default(),
        }
    }

    /// A big-endian number of one to four bytes, and what it says.
    pub(in crate::engine::tls) fn number(
        &mut self,
        size: usize,
        name: &'static str,
        source: Source,
        says: impl FnOnce(u32) -> Text,
    ) -> Option<u32> {
        let (range, found) = self.take(size, name)?;
        let number = found
            .iter()
            .fold(0, |all, byte| all << 8 | u32::from(*byte));
        self.push(Field::new(range, name).meaning(says(number)), source);
        Some(number)
    }

    /// The same for a number that names something.
    pub(in crate::engine::tls) fn code(
        &mut self,
        name: &'static str,
        source: Source,
        called: impl FnOnce(u16) -> Text,
    ) -> Option<u16> {
        let mut code = 0;
        self.number(2, name, source, |number| {
            code = u16::try_from(number).unwrap_or_default();
            called(code)
        })?;
        Some(code)
    }

    /// A length of so many bytes, which frames what comes after it.
    pub(in crate::engine::tls) fn length(&mut self, size: usize, source: Source) -> Option<usize> {
        let length = self.number(size, "length", source, |length| {
            plural(usize::try_from(length).unwrap_or(usize::MAX)).into()
        })?;
        self.role(Role::Frame, "length");
        usize::try_from(length).ok()
    }

    /// Marks what was read last, if it is called so.
    pub(in crate::engine::tls) fn role(&mut self, role: Role, name: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| field.name == name) {
            field.role = role;
        }
    }

    /// A structure: what is read inside stands in one field, whose meaning comes
    /// back.
    pub(in crate::engine::tls) fn group(
        &mut self,
        name: impl Into<Text>,
        source: Source,
        read: impl FnOnce(&mut Self) -> Text,
    ) {
        let (start, around) = (self.at, std::mem::take(&mut self.fields));
        let meaning = read(self);
        let inside = std::mem::replace(&mut self.fields, around);
        if self.at > start {
            let field = Field::new(start..self.at, name).meaning(meaning);
            self.push(field.inside(inside), source);
        }
    }

    /// Reads inside a window of so many bytes, all of which are owned afterwards.
    pub(in crate::engine::tls) fn within<T>(
        &mut self,
        length: usize,
        name: &str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let (end, was_cut, left) = (self.end, self.is_cut, self.left());
        if length > left {
            self.too_short(length, name);
        }
        self.end = self.at + length.min(left);
        let result = read(self);
        self.surplus(name);
        self.end = end;
        self.is_cut = was_cut || length > left;
        result
    }

    /// A list or byte string with its length in front, in so many bytes.
    pub(in crate::engine::tls) fn vector(
        &mut self,
        size: usize,
        name: &'static str,
        source: Source,
        read: impl FnOnce(&mut Self) -> Text,
    ) {
        self.group(name, source.clone(), |reader| {
            match reader.length(size, source) {
                Some(length) => reader.within(length, name, read),
                None => Text::Borrowed(""),
            }
        });
    }

    /// A byte string with its length in front, and what it says.
    pub(in crate::engine::tls) fn opaque(
        &mut self,
        size: usize,
        name: &'static str,
        source: Source,
        says: impl FnOnce(&[u8]) -> Text,
    ) {
        self.vector(size, name, source.clone(), |reader| {
            let meaning = says(reader.ahead());
            reader.rest("content", source, meaning.clone());
            meaning
        });
    }

    /// A list of numbers of two bytes that name something, with its length in front;
    /// gives back what they are called.
    pub(in crate::engine::tls) fn codes(
        &mut self,
        name: &'static str,
        item: &'static str,
        source: Source,
        called: fn(u16) -> Text,
    ) -> Text {
        let mut all = Vec::new();
        self.vector(2, name, source.clone(), |reader| {
            while !reader.is_done() {
                if let Some(code) = reader.code(item, source.clone(), called) {
                    all.push(called(code));
                }
            }
            listed(&all)
        });
        listed(&all)
    }

    /// A dissection of the next bytes by somebody else, as fields of this structure.
    pub(in crate::engine::tls) fn embed(&mut self, mut found: Dissection) {
        if found.check().is_ok() && found.bytes.len() <= self.left() {
            let fields = std::mem::take(&mut found.fields);
            for problem in std::mem::take(&mut found.problems) {
                self.problem(
                    usize::try_from(problem.at).unwrap_or_default(),
                    problem.says,
                );
            }
            let at = self.at;
            let fields = fields.into_iter().map(|field| field.shifted(at));
            self.fields.extend(fields);
            self.at += found.bytes.len();
        }
    }

    fn push(&mut self, mut field: Field, source: Source) {
        field.source = Some(source);
        self.fields.push(field);
    }

    /// What is left of this window, where nothing more belongs into it.
    fn surplus(&mut self, name: &str) {
        let left = self.left();
        if left > 0 {
            self.problem(
                0,
                format!("Expected the end of {name}, found {} more.", plural(left)),
            );
            let field = Field::new(self.at..self.end, "surplus");
            self.fields.push(field.meaning("what does not belong here"));
            self.at = self.end;
        }
    }

    /// Fewer bytes are there than are needed: those that are there have a field.
    fn missing(&mut self, count: usize, name: &str) {
        self.too_short(count, name);
        if !self.is_done() {
            let field = Field::new(self.at..self.end, "cut off");
            self.fields
                .push(field.meaning(format!("the beginning of {name}")));
            self.at = self.end;
        }
    }

    /// Says that bytes are missing, where that was not said yet.
    fn too_short(&mut self, count: usize, name: &str) {
        if !self.is_cut {
            let found = match self.left() {
                0 => "the end".to_owned(),
                left => left.to_string(),
            };
            self.problem(
                0,
                format!("Expected {} of {name}, found {found}.", plural(count)),
            );
        }
        self.is_cut = true;
    }
}

/// A list in words.
pub(in crate::engine::tls) fn listed(all: &[Text]) -> Text {
    all.join(", ").into()
}

/// Bytes as text, shortened where they are long.
pub(in crate::engine::tls) fn text(bytes: &[u8]) -> Text {
    let told = bytes.get(..TOLD);
    let mut text = String::from_utf8_lossy(told.unwrap_or(bytes)).into_owned();
    text.retain(|letter| !letter.is_control());
    if told.is_some() && bytes.len() > TOLD {
        text.push('…');
    }
    text.into()
}
