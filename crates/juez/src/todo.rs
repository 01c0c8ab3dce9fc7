//! El `todo!` del esqueleto, cuando sigue en su sitio: cómo se reconoce.

/// Lo que dice un `todo!` al parar el programa.
const PENDING: &str = "not yet implemented";

/// El `todo!` que paró al programa.
#[derive(Debug, PartialEq, Eq)]
pub struct Todo<'a> {
    /// La línea de su archivo en la que está.
    pub line: u32,
    /// Lo que dice que falta.
    pub text: &'a str,
}

/// Si lo que salió por la salida de errores lo dejó un `todo!`, sea el del esqueleto o no.
pub fn is_in(stderr: &str) -> bool {
    stderr.contains(PENDING)
}

/// El del esqueleto, que dice qué falta: «panicked at exercises/paso1/src/lib.rs:33:5:».
pub fn find(stderr: &str) -> Option<Todo<'_>> {
    let (before, after) = stderr.split_once(PENDING)?;
    let place = before.rsplit_once("panicked at ")?.1.lines().next()?;
    let line = place.split(':').nth(1)?.parse().ok()?;
    Some(Todo {
        line,
        text: after.strip_prefix(": ")?.lines().next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_of_the_stub_says_its_line_and_what_is_missing() {
        let stderr = "thread 'main' panicked at exercises/paso1/src/lib.rs:33:5:\n\
                      not yet implemented: Paso 1: reserva la región\nnote: run with…\n";

        assert!(is_in(stderr));
        assert_eq!(
            find(stderr),
            Some(Todo {
                line: 33,
                text: "Paso 1: reserva la región"
            })
        );
    }

    #[test]
    fn a_bare_one_is_recognised_but_does_not_say_what_is_missing() {
        let stderr = "thread 'main' panicked at src/lib.rs:3:5:\nnot yet implemented\n";

        assert!(is_in(stderr));
        assert_eq!(find(stderr), None);
    }

    #[test]
    fn another_panic_is_not_one() {
        assert!(!is_in("thread 'main' panicked at src/lib.rs:3:5:\nadiós\n"));
    }
}
