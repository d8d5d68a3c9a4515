//! Little-endian numbers of a fixed number of 64-bit words.

/// −n⁻¹ modulo 2⁶⁴, for odd n: Newton's iteration doubles the correct bits.
pub(crate) const fn negative_inverse(n: u64) -> u64 {
    let mut inverse = n; // correct to 3 bits
    let mut round = 0;
    while round < 5 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(n.wrapping_mul(inverse)));
        round += 1;
    }
    inverse.wrapping_neg()
}

/// `2⁶⁴ᵂ mod n`, which for a top bit that is set is `2⁶⁴ᵂ − n`.
pub(crate) fn power_of_words<const W: usize>(n: &[u64; W]) -> [u64; W] {
    subtract(&[0; W], n).0
}

/// `2x mod n`, for x below n.
pub(crate) fn double<const W: usize>(x: &[u64; W], n: &[u64; W]) -> [u64; W] {
    let mut twice = [0; W];
    let mut carry = 0;
    for i in 0..W {
        twice[i] = (x[i] << 1) | carry;
        carry = x[i] >> 63;
    }
    less_once(&twice, carry, n)
}

/// `x − n` where x is at least n, otherwise x. `carry` is the word above x.
pub(crate) fn less_once<const W: usize>(x: &[u64; W], carry: u64, n: &[u64; W]) -> [u64; W] {
    let (less, borrow) = subtract(x, n);
    // Kept only where there was nothing above to borrow from.
    let keep = (borrow & !carry & 1).wrapping_neg();
    let mut out = [0; W];
    for i in 0..W {
        out[i] = (x[i] & keep) | (less[i] & !keep);
    }
    out
}

/// `a − b` and whether that borrowed.
pub(crate) fn subtract<const W: usize>(a: &[u64; W], b: &[u64; W]) -> ([u64; W], u64) {
    let mut out = [0; W];
    let mut borrow = false;
    for i in 0..W {
        let (less, first) = a[i].overflowing_sub(b[i]);
        let (less, second) = less.overflowing_sub(u64::from(borrow));
        out[i] = less;
        borrow = first | second;
    }
    (out, u64::from(borrow))
}

/// `a + b mod n`, for both below n.
pub(crate) fn add<const W: usize>(a: &[u64; W], b: &[u64; W], n: &[u64; W]) -> [u64; W] {
    let mut sum = [0; W];
    let mut carry = false;
    for i in 0..W {
        let (more, first) = a[i].overflowing_add(b[i]);
        let (more, second) = more.overflowing_add(u64::from(carry));
        sum[i] = more;
        carry = first | second;
    }
    less_once(&sum, u64::from(carry), n)
}

/// `k · a mod n`, for a small k from 1 and a below n.
pub(crate) fn times<const W: usize>(k: u64, a: &[u64; W], n: &[u64; W]) -> [u64; W] {
    let mut product = *a;
    for _ in 1..k {
        product = add(&product, a, n);
    }
    product
}
