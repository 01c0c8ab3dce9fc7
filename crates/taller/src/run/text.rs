//! Texto que llega a trozos: una letra puede venir partida en dos.

/// Junta los trozos de una salida y devuelve solo letras enteras.
#[derive(Debug, Default)]
pub struct Letters(Vec<u8>);

impl Letters {
    /// El texto que ya se puede leer, con lo que acaba de llegar. Lo que no es
    /// UTF-8 se ve como «�».
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.0.extend(bytes);
        let whole = match std::str::from_utf8(&self.0) {
            Ok(_) => self.0.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            // Hay algo que no es texto: se cambia, y de la cola partida se espera el resto.
            Err(_) => self.0.len() - broken_tail(&self.0),
        };
        let rest = self.0.split_off(whole);
        let ready = std::mem::replace(&mut self.0, rest);
        String::from_utf8_lossy(&ready).into_owned()
    }

    /// Lo que quedara a medias al cerrarse la salida.
    pub fn finish(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.0)).into_owned()
    }
}

/// Bytes del final que pueden ser el principio de una letra.
fn broken_tail(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(3);
    (tail..bytes.len())
        .find(|&at| {
            std::str::from_utf8(&bytes[at..])
                .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
        })
        .map_or(0, |at| bytes.len() - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn una_letra_partida_se_espera() {
        let mut letters = Letters::default();
        let pinguino = "🐧".as_bytes();

        assert_eq!(letters.push(b"a\xc3"), "a");
        assert_eq!(letters.push(b"\xb1o"), "ño");
        assert_eq!(letters.push(&pinguino[..3]), "");
        assert_eq!(letters.push(&pinguino[3..]), "🐧");
        assert_eq!(letters.finish(), "");
    }

    #[test]
    fn lo_que_no_es_texto_no_detiene_lo_demas() {
        let mut letters = Letters::default();

        assert_eq!(letters.push(b"\xff hola \xc3"), "\u{fffd} hola ");
        assert_eq!(letters.push(b"\xb1"), "ñ");
        assert_eq!(letters.push(b"\xc3"), "");
        assert_eq!(letters.finish(), "\u{fffd}");
    }
}
