//! Reading tags and lengths (X.690 §8.1), whatever the bytes are.

use super::node::{Class, Node, Tag, tag};
use super::primitive;
use crate::engine::dissect::Problem;
use crate::engine::text::Text;

/// How deep elements may stand inside each other.
const DEPTH: usize = 40;

/// How many elements are taken apart at most: each becomes five fields, which
/// the page must take in at once.
const ELEMENTS: usize = 4_000;

/// How many problems are told at most.
const PROBLEMS: usize = 50;

/// The bytes that are read, and what was noticed.
pub(super) struct Reader<'a> {
    pub(super) whole: &'a [u8],
    pub(super) problems: Vec<Problem>,
    left: usize,
    /// Whether problems are to be told; not while something is only tried.
    silent: bool,
    noticed: bool,
}

/// A length as it is written.
enum Length {
    Definite(usize),
    Indefinite,
}

/// Where reading failed and why.
struct Unreadable {
    at: usize,
    says: Text,
}

impl<'a> Reader<'a> {
    pub(super) fn new(whole: &'a [u8]) -> Self {
        Self {
            whole,
            problems: Vec::new(),
            left: ELEMENTS,
            silent: false,
            noticed: false,
        }
    }

    /// Notes something wrong.
    pub(super) fn problem(&mut self, at: usize, says: impl Into<Text>) {
        self.noticed = true;
        if !self.silent && self.problems.len() < PROBLEMS {
            self.problems.push(Problem {
                at: u32::try_from(at).unwrap_or(u32::MAX),
                says: says.into(),
            });
        }
    }

    /// Reads elements one after the other; gives back the place from where on
    /// nothing parses, if there is one.
    pub(super) fn list(
        &mut self,
        mut at: usize,
        end: usize,
        depth: usize,
    ) -> (Vec<Node>, Option<usize>) {
        let mut nodes = Vec::new();
        while at < end {
            match self.element(at, end, depth) {
                Ok(node) => {
                    at = node.end;
                    nodes.push(node);
                }
                Err(error) => {
                    self.problem(error.at, error.says);
                    return (nodes, Some(at));
                }
            }
        }
        (nodes, None)
    }

    /// Reads the content of a primitive element as elements, if all of it is
    /// exactly one. Says whether it was.
    pub(super) fn open(&mut self, node: &mut Node, depth: usize) -> bool {
        let prefix = usize::from(node.is(tag::BIT_STRING));
        let start = node.content + prefix;
        if !node.children.is_empty() || start >= node.content_end {
            return !node.children.is_empty();
        }
        let (left, silent, noticed) = (self.left, self.silent, self.noticed);
        (self.silent, self.noticed) = (true, false);
        let (nodes, rest) = self.list(start, node.content_end, depth + 1);
        let fits = nodes.len() == 1 && rest.is_none() && !self.noticed;
        (self.silent, self.noticed) = (silent, noticed);
        if fits {
            node.children = nodes;
            node.prefix = prefix;
        } else {
            self.left = left;
        }
        fits
    }

    fn element(&mut self, start: usize, end: usize, depth: usize) -> Result<Node, Unreadable> {
        if self.left == 0 {
            return Err(Unreadable {
                at: start,
                says: format!("More than {ELEMENTS} elements: the rest is not taken apart.").into(),
            });
        }
        self.left -= 1;
        let (tag, length_at) = self.tag(start, end)?;
        let (length, content) = self.length(length_at, end)?;
        let mut node = Node {
            tag,
            start,
            length: length_at,
            content,
            content_end: content,
            end: content,
            prefix: 0,
            children: Vec::new(),
            rest: None,
            name: Text::Borrowed(""),
            meaning: Text::Borrowed(""),
            source: None,
            secret: false,
        };
        match length {
            Length::Definite(size) => {
                let available = end - content;
                if size > available {
                    self.problem(
                        length_at,
                        format!("Expected {size} bytes of {tag}, as the length says; found only {available} until the end. Something is cut off, or the length is wrong."),
                    );
                }
                node.content_end = content + size.min(available);
                node.end = node.content_end;
                if tag.constructed {
                    self.inside(&mut node, depth);
                }
            }
            Length::Indefinite if tag.constructed => self.until_mark(&mut node, end, depth),
            Length::Indefinite => {
                return Err(Unreadable {
                    at: length_at,
                    says: format!("Expected a length, as {tag} is primitive; found the byte 0x80 for an indefinite one.").into(),
                });
            }
        }
        primitive::describe(&mut node, self);
        Ok(node)
    }

    fn inside(&mut self, node: &mut Node, depth: usize) {
        if depth >= DEPTH {
            self.problem(
                node.start,
                format!("Elements stand more than {DEPTH} deep inside each other: the rest is not taken apart."),
            );
            return;
        }
        (node.children, node.rest) = self.list(node.content, node.content_end, depth + 1);
    }

    /// Reads an element of indefinite length, up to two bytes of zero.
    fn until_mark(&mut self, node: &mut Node, end: usize, depth: usize) {
        self.problem(
            node.length,
            "An indefinite length is BER; DER, which signatures need, always says the length.",
        );
        let mut at = node.content;
        while at < end {
            if self
                .whole
                .get(at..end)
                .is_some_and(|rest| rest.starts_with(&[0, 0]))
            {
                (node.content_end, node.end) = (at, at + 2);
                return;
            }
            if depth >= DEPTH {
                self.problem(at, format!("Elements stand more than {DEPTH} deep inside each other: the rest is not taken apart."));
                node.rest = Some(at);
                at = end;
                break;
            }
            match self.element(at, end, depth + 1) {
                Ok(child) => {
                    at = child.end;
                    node.children.push(child);
                }
                Err(error) => {
                    self.problem(error.at, error.says);
                    node.rest = Some(at);
                    at = end;
                    break;
                }
            }
        }
        if node.rest.is_none() {
            self.problem(at, "Expected two bytes of zero that end an element of indefinite length, found the end.");
        }
        (node.content_end, node.end) = (at, at);
    }

    fn tag(&mut self, start: usize, end: usize) -> Result<(Tag, usize), Unreadable> {
        let cut = |at| Unreadable {
            at,
            says: "Expected a tag, found the end.".into(),
        };
        let first = self.byte(start, end).ok_or_else(|| cut(start))?;
        let class = match first >> 6 {
            0 => Class::Universal,
            1 => Class::Application,
            2 => Class::Context,
            _ => Class::Private,
        };
        let constructed = first & 0x20 != 0;
        let mut number = u32::from(first & 0x1f);
        let mut at = start + 1;
        if number == 0x1f {
            number = 0;
            loop {
                let byte = self.byte(at, end).ok_or_else(|| cut(at))?;
                at += 1;
                if number >> 24 != 0 {
                    return Err(Unreadable {
                        at: start,
                        says:
                            "Expected a tag number below 2 to the power of 31, found a larger one."
                                .into(),
                    });
                }
                number = number << 7 | u32::from(byte & 0x7f);
                if byte & 0x80 == 0 {
                    break;
                }
            }
        } else if first & 0xdf == 0 {
            return Err(Unreadable {
                at: start,
                says: "Expected a tag, found a byte of zero, which is none.".into(),
            });
        }
        let tag = Tag {
            class,
            constructed,
            number,
        };
        Ok((tag, at))
    }

    fn length(&mut self, start: usize, end: usize) -> Result<(Length, usize), Unreadable> {
        let cut = |at| Unreadable {
            at,
            says: "Expected a length, found the end.".into(),
        };
        let first = self.byte(start, end).ok_or_else(|| cut(start))?;
        let at = start + 1;
        if first < 0x80 {
            return Ok((Length::Definite(usize::from(first)), at));
        }
        if first == 0x80 {
            return Ok((Length::Indefinite, at));
        }
        let count = usize::from(first & 0x7f);
        if count > end - at {
            return Err(cut(end));
        }
        let bytes = self.whole.get(at..at + count).unwrap_or_default();
        let mut size = 0_u64;
        for byte in bytes {
            if size >> 40 != 0 {
                return Err(Unreadable {
                    at: start,
                    says: "Expected a length that fits the file, found a number far beyond it."
                        .into(),
                });
            }
            size = size << 8 | u64::from(*byte);
        }
        if bytes.first() == Some(&0) || size < 0x80 {
            self.problem(
                start,
                "The length is written with more bytes than it needs; DER demands the shortest form.",
            );
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX / 4);
        Ok((Length::Definite(size), at + count))
    }

    fn byte(&self, at: usize, end: usize) -> Option<u8> {
        (at < end).then(|| self.whole.get(at).copied()).flatten()
    }
}
