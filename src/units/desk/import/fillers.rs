//! What some programs put behind the end of DER: zeros and line ends.

use super::pkcs7;
use crate::engine::asn1::pem::PemBlock;

/// DER without what some programs fill it up with behind its end, line ends
/// or zeros, and how many bytes of that there are.
pub(super) fn without(der: &[u8]) -> (&[u8], usize) {
    let (whole, rest) = pkcs7::split(der);
    let is_filler = |byte: &u8| matches!(byte, 0 | b'\n' | b'\r' | b' ' | 0x1a);
    match der.split_at_checked(der.len() - rest.len()) {
        Some((kept, rest)) if !whole.is_empty() && rest.iter().all(is_filler) => (kept, rest.len()),
        _ => (der, 0),
    }
}

/// What is said about them; `whose` they are is "its" or a name.
pub(super) fn note(whose: &str, length: usize, fillers: usize) -> String {
    match fillers {
        1 => format!(
            "Behind {whose} {length} bytes is one more, a line end or a zero, which was left out."
        ),
        _ => format!(
            "Behind {whose} {length} bytes are {fillers} more, line ends or zeros, which were left out."
        ),
    }
}

/// Leaves the fillers in all blocks out, and says so.
pub(super) fn left_out_of(blocks: &mut [PemBlock]) -> Option<String> {
    let count = blocks.len();
    let (mut filled, mut said) = (0_usize, None);
    // What is encrypted in the old way is no DER.
    let plain =
        |block: &&mut PemBlock| !block.headers.iter().any(|line| line.contains("ENCRYPTED"));
    for block in blocks.iter_mut().filter(plain) {
        let (der, fillers) = without(&block.der);
        let length = der.len();
        if fillers > 0 {
            block.der.truncate(length);
            filled += 1;
            let whose = match count {
                1 => "its".to_owned(),
                _ => format!("the {}'s", block.label),
            };
            said = Some(note(&whose, length, fillers));
        }
    }
    match filled {
        0 | 1 => said,
        _ => Some(format!(
            "Behind the DER in {filled} of the {count} blocks are more bytes, line ends or zeros, which were left out."
        )),
    }
}
