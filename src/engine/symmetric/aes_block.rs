//! One block through AES-128 (FIPS 197).
//!
//! The rounds are the crate's. Whoever shows what happens inside tells it
//! here: both functions already take the observer.

use crate::engine::trace::Observer;
use aes::Aes128;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

/// The size of a block in bytes, whatever the size of the key.
pub const BLOCK: usize = 16;

/// A block, or a key of 128 bits.
pub type Block = [u8; BLOCK];

/// `AES(K, x)`: one block encrypted (FIPS 197 §5.1).
pub fn encrypt(key: &Block, block: &Block, _observer: &mut impl Observer) -> Block {
    let mut block = (*block).into();
    Aes128::new(&(*key).into()).encrypt_block(&mut block);
    block.into()
}

/// `AES⁻¹(K, c)`: one block decrypted (FIPS 197 §5.3).
pub fn decrypt(key: &Block, block: &Block, _observer: &mut impl Observer) -> Block {
    let mut block = (*block).into();
    Aes128::new(&(*key).into()).decrypt_block(&mut block);
    block.into()
}

/// `a ⊕ b`.
#[must_use]
pub fn xor(a: &Block, b: &Block) -> Block {
    std::array::from_fn(|i| a.get(i).unwrap_or(&0) ^ b.get(i).unwrap_or(&0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard() {
        // FIPS 197 appendix B.
        let key = 0x2b7e_1516_28ae_d2a6_abf7_1588_09cf_4f3c_u128.to_be_bytes();
        let plain = 0x3243_f6a8_885a_308d_3131_98a2_e037_0734_u128.to_be_bytes();
        let cipher = encrypt(&key, &plain, &mut ());
        assert_eq!(
            u128::from_be_bytes(cipher),
            0x3925_841d_02dc_09fb_dc11_8597_196a_0b32
        );
        assert_eq!(decrypt(&key, &cipher, &mut ()), plain);
    }
}
