//! One element of BER: a tag, a length and a content.

use crate::engine::dissect::{Field, Role};
use crate::engine::source::Source;
use crate::engine::text::Text;
use std::fmt;
use std::ops::Range;

/// The universal tags that are read here (X.680 §8.4).
pub(super) mod tag {
    pub(in crate::engine::asn1) const BOOLEAN: u32 = 1;
    pub(in crate::engine::asn1) const INTEGER: u32 = 2;
    pub(in crate::engine::asn1) const BIT_STRING: u32 = 3;
    pub(in crate::engine::asn1) const OCTET_STRING: u32 = 4;
    pub(in crate::engine::asn1) const NULL: u32 = 5;
    pub(in crate::engine::asn1) const OID: u32 = 6;
    pub(in crate::engine::asn1) const ENUMERATED: u32 = 10;
    pub(in crate::engine::asn1) const UTF8_STRING: u32 = 12;
    pub(in crate::engine::asn1) const SEQUENCE: u32 = 16;
    pub(in crate::engine::asn1) const SET: u32 = 17;
    pub(in crate::engine::asn1) const UTC_TIME: u32 = 23;
    pub(in crate::engine::asn1) const GENERALIZED_TIME: u32 = 24;
    pub(in crate::engine::asn1) const UNIVERSAL_STRING: u32 = 28;
    pub(in crate::engine::asn1) const BMP_STRING: u32 = 30;
}

/// The class of a tag (X.690 §8.1.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Universal,
    Application,
    Context,
    Private,
}

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) class: Class,
    pub(super) constructed: bool,
    pub(super) number: u32,
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number;
        match self.class {
            Class::Context => return write!(f, "[{number}]"),
            Class::Application => return write!(f, "[APPLICATION {number}]"),
            Class::Private => return write!(f, "[PRIVATE {number}]"),
            Class::Universal => {}
        }
        f.write_str(match number {
            tag::BOOLEAN => "BOOLEAN",
            tag::INTEGER => "INTEGER",
            tag::BIT_STRING => "BIT STRING",
            tag::OCTET_STRING => "OCTET STRING",
            tag::NULL => "NULL",
            tag::OID => "OBJECT IDENTIFIER",
            7 => "ObjectDescriptor",
            8 => "EXTERNAL",
            9 => "REAL",
            tag::ENUMERATED => "ENUMERATED",
            tag::UTF8_STRING => "UTF8String",
            13 => "RELATIVE-OID",
            14 => "TIME",
            tag::SEQUENCE => "SEQUENCE",
            tag::SET => "SET",
            18 => "NumericString",
            19 => "PrintableString",
            20 => "TeletexString",
            21 => "VideotexString",
            22 => "IA5String",
            tag::UTC_TIME => "UTCTime",
            tag::GENERALIZED_TIME => "GeneralizedTime",
            25 => "GraphicString",
            26 => "VisibleString",
            27 => "GeneralString",
            tag::UNIVERSAL_STRING => "UniversalString",
            29 => "CHARACTER STRING",
            tag::BMP_STRING => "BMPString",
            _ => return write!(f, "[UNIVERSAL {number}]"),
        })
    }
}

/// An element and what is known about it. Positions count from the start of
/// the whole.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) tag: Tag,
    /// Where the tag begins.
    pub(super) start: usize,
    /// Where the length begins.
    pub(super) length: usize,
    /// Where the content begins.
    pub(super) content: usize,
    /// Where the content ends, end-of-contents marks not counted.
    pub(super) content_end: usize,
    /// Where the element ends.
    pub(super) end: usize,
    /// Bytes of the content before the children: the count of unused bits of
    /// a BIT STRING.
    pub(super) prefix: usize,
    /// The elements inside.
    pub(super) children: Vec<Node>,
    /// Where the bytes of the content begin that do not parse.
    pub(super) rest: Option<usize>,
    /// The standard's name; empty for the tag's name.
    pub(super) name: Text,
    /// What it says; empty where nothing is known.
    pub(super) meaning: Text,
    pub(super) source: Option<Source>,
    pub(super) secret: bool,
}

impl Node {
    /// Whether it has this universal tag.
    pub(super) fn is(&self, number: u32) -> bool {
        self.tag.class == Class::Universal && self.tag.number == number
    }

    /// Whether it has this context-specific tag.
    pub(super) fn is_context(&self, number: u32) -> bool {
        self.tag.class == Class::Context && self.tag.number == number
    }

    /// Where its content stands.
    pub(super) fn content(&self) -> Range<usize> {
        self.content..self.content_end
    }

    /// The bytes of its content.
    pub(super) fn bytes<'a>(&self, whole: &'a [u8]) -> &'a [u8] {
        whole.get(self.content()).unwrap_or_default()
    }

    /// Gives it the standard's name and the place where it is defined.
    pub(super) fn label(
        &mut self,
        name: impl Into<Text>,
        document: &'static str,
        section: &'static str,
    ) -> &mut Self {
        self.name = name.into();
        self.source = Some(Source::new(document, section));
        self
    }

    /// Says what it means.
    pub(super) fn says(&mut self, meaning: impl Into<Text>) -> &mut Self {
        self.meaning = meaning.into();
        self
    }

    /// The element as a field that covers it: header, content and all.
    pub(super) fn into_field(self) -> Field {
        let (name, tag) = (self.name, self.tag);
        let name = if name.is_empty() {
            Text::Owned(tag.to_string())
        } else {
            name
        };
        let mark = |field: Field| if self.secret { field.secret() } else { field };
        let mut inside = vec![header(
            tag,
            self.start,
            self.length,
            self.content,
            self.content_end,
            self.end,
        )];
        let mut at = self.content;
        if self.prefix > 0 {
            let end = (at + self.prefix).min(self.content_end);
            inside.push(
                Field::new(at..end, "unused bits")
                    .meaning("how many bits at the end do not count")
                    .role(Role::Frame)
                    .source("X.690", "8.6.2.2"),
            );
            at = end;
        }
        let plain = self.children.is_empty();
        for child in self.children {
            at = child.end;
            inside.push(child.into_field());
        }
        if let Some(rest) = self.rest {
            inside.push(mark(unparsed(rest..self.content_end)));
        } else if plain && at < self.content_end {
            inside.push(mark(
                Field::new(at..self.content_end, "content").meaning(self.meaning.clone()),
            ));
        }
        if self.content_end < self.end {
            inside.push(
                Field::new(self.content_end..self.end, "end of contents")
                    .meaning("ends an element of indefinite length")
                    .role(Role::Frame)
                    .source("X.690", "8.1.5"),
            );
        }
        let mut field = mark(Field::new(self.start..self.end, name).meaning(self.meaning));
        field.source = self.source;
        field.inside(inside)
    }
}

/// Bytes that are no element.
pub(super) fn unparsed(range: Range<usize>) -> Field {
    Field::new(range, "bytes that do not parse").meaning("no tag and length can be read here")
}

fn header(
    tag: Tag,
    start: usize,
    length: usize,
    content: usize,
    content_end: usize,
    end: usize,
) -> Field {
    let size = content_end - content;
    let words = if content_end < end {
        "of indefinite length".to_owned()
    } else {
        format!("{size} byte{}", if size == 1 { "" } else { "s" })
    };
    let form = if tag.constructed {
        "made of elements"
    } else {
        "primitive"
    };
    Field::new(start..content, "header")
        .meaning(format!("{tag}, {words}"))
        .role(Role::Frame)
        .source("X.690", "8.1.1")
        .inside(vec![
            Field::new(start..length, "tag")
                .meaning(format!("{tag}, {form}"))
                .role(Role::Frame)
                .source("X.690", "8.1.2"),
            Field::new(length..content, "length")
                .meaning(words)
                .role(Role::Frame)
                .source("X.690", "8.1.3"),
        ])
}
