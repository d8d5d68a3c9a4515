//! Elements of DER one after the other, each with its place: as strict as the
//! `der` crate, where [`dissect`](super::dissect) takes anything.

use der::asn1::AnyRef;
use der::{Decode as _, Header, Length, Reader as _, SliceReader};
use std::ops::Range;

/// The elements that fill some bytes, and where each stands in the file; the
/// first stands at `start`.
///
/// # Errors
/// The first that cannot be read.
pub fn elements(bytes: &[u8], start: usize) -> der::Result<Vec<(Range<usize>, AnyRef<'_>)>> {
    all(SliceReader::new(bytes)?, start, AnyRef::decode)
}

/// Where the elements inside the element stand that fills a range.
///
/// # Errors
/// The first that cannot be read.
pub fn inside(der: &[u8], whole: &Range<usize>) -> der::Result<Vec<Range<usize>>> {
    let mut reader = SliceReader::new(slice(der, whole))?;
    Header::decode(&mut reader).map_err(|error| rebased(error, whole.start))?;
    let all = all(reader, whole.start, |reader| reader.tlv_bytes().map(drop))?;
    Ok(all.into_iter().map(|(at, ())| at).collect())
}

fn all<'a, T>(
    mut reader: SliceReader<'a>,
    start: usize,
    read: impl Fn(&mut SliceReader<'a>) -> der::Result<T>,
) -> der::Result<Vec<(Range<usize>, T)>> {
    let place = |reader: &SliceReader<'_>| {
        start.saturating_add(usize::try_from(reader.position()).unwrap_or(usize::MAX))
    };
    let mut all = Vec::new();
    while !reader.is_finished() {
        let at = place(&reader);
        let element = read(&mut reader).map_err(|error| rebased(error, start))?;
        all.push((at..place(&reader), element));
    }
    Ok(all)
}

/// The bytes of a range; none where it goes beyond the end.
#[must_use]
pub fn slice<'a>(der: &'a [u8], range: &Range<usize>) -> &'a [u8] {
    der.get(range.clone()).unwrap_or_default()
}

/// An error within a part, with its place counted from the start of the file;
/// one without a place is at the part's start.
#[must_use]
pub fn rebased(error: der::Error, start: usize) -> der::Error {
    let start = Length::try_from(start).unwrap_or(Length::MAX);
    match error.position().unwrap_or(Length::ZERO) + start {
        Ok(position) => error.kind().at(position),
        Err(_) => error,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests may fail loudly")]
    use super::*;

    /// SEQUENCE { INTEGER 1, OCTET STRING of two bytes }, behind two others.
    const FILE: &[u8] = &[0, 0, 0x30, 7, 2, 1, 1, 4, 2, 8, 9];

    #[test]
    fn places_are_those_of_the_file() {
        assert_eq!(inside(FILE, &(2..11)), Ok(vec![4..7, 7..11]));
        let found = elements(&FILE[4..], 4).unwrap();
        let found = found.iter().map(|(at, any)| (at.start, any.value()));
        assert!(found.eq([(4, &[1][..]), (7, &[8, 9][..])]));
        assert_eq!(
            inside(FILE, &(4..7)).unwrap_err().position(),
            Some(7_u8.into())
        );
        assert_eq!(
            inside(FILE, &(20..30)).unwrap_err().position(),
            Some(20_u8.into())
        );
    }

    #[test]
    fn a_length_that_is_not_der_is_refused_behind_it() {
        for (bytes, at) in [
            (&[5, 0, 4, 0x81, 1, 7][..], 15_u8),
            (&[5, 0, 0x30, 0x80, 0, 0], 14),
        ] {
            let error = elements(bytes, 10).unwrap_err();
            assert_eq!(error.position(), Some(at.into()), "{error}");
        }
    }
}
