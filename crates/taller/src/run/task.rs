//! Lo que se le encarga a un vigía.
//!
//! Viaja por la tubería que después hace de cordón: cuatro bytes con la longitud y las
//! piezas, cada una acabada en un cero, que es lo único que un argumento no puede llevar.

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Read};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

use super::allowance::Allowance;

/// Más largo no lo escribe el servidor.
const LONGEST: u32 = 16 << 20;

/// Qué ejecutar, dónde y con qué límites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub allowance: Allowance,
    /// Sin decirla, una que desaparece después.
    pub folder: Option<PathBuf>,
    /// Todo el entorno del programa.
    pub environment: Vec<(OsString, OsString)>,
    /// El programa y sus argumentos.
    pub command: Vec<OsString>,
}

impl Task {
    /// Los bytes del encargo.
    ///
    /// # Errores
    /// Si lleva algo que no podría ser un argumento.
    pub fn encode(&self) -> io::Result<Vec<u8>> {
        let folder = self.folder.as_deref().unwrap_or("".as_ref());
        let allowance = serde_json::to_vec(&self.allowance)?;
        let count = self.environment.len().to_string();
        let mut pieces: Vec<&[u8]> = vec![&allowance, folder.as_os_str().as_bytes()];
        pieces.push(count.as_bytes());
        for (name, value) in &self.environment {
            pieces.extend([name.as_bytes(), value.as_bytes()]);
        }
        pieces.extend(self.command.iter().map(|word| word.as_bytes()));
        if pieces.iter().any(|piece| piece.contains(&0)) {
            return Err(ErrorKind::InvalidInput.into());
        }
        let mut body = pieces.join(&0);
        body.push(0);
        let length = u32::try_from(body.len()).ok().filter(|l| *l <= LONGEST);
        let length = length.ok_or(ErrorKind::InvalidInput)?;
        Ok([&length.to_be_bytes()[..], &body].concat())
    }

    /// Espera un encargo; `None` si la tubería se cierra antes de que llegue.
    ///
    /// # Errores
    /// Si lo que llega no es un encargo.
    pub fn read(source: &mut impl Read) -> io::Result<Option<Self>> {
        let mut length = [0; 4];
        match source.read_exact(&mut length) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        let length = u32::from_be_bytes(length);
        if length > LONGEST {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut body = vec![0; length as usize];
        source.read_exact(&mut body)?;
        Self::decode(&body)
            .ok_or(ErrorKind::InvalidData.into())
            .map(Some)
    }

    fn decode(body: &[u8]) -> Option<Self> {
        let body = body.strip_suffix(&[0])?;
        let mut pieces = body.split(|byte| *byte == 0);
        let allowance = serde_json::from_slice(pieces.next()?).ok()?;
        let folder = OsStr::from_bytes(pieces.next()?);
        let count: usize = std::str::from_utf8(pieces.next()?).ok()?.parse().ok()?;
        let mut words = pieces.map(|piece| OsString::from_vec(piece.to_vec()));
        let mut environment = Vec::new();
        for _ in 0..count {
            environment.push((words.next()?, words.next()?));
        }
        let command: Vec<OsString> = words.collect();
        (!command.is_empty()).then_some(Self {
            allowance,
            folder: (!folder.is_empty()).then(|| folder.into()),
            environment,
            command,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::allowance::{COMPILER, PROGRAM};
    use super::*;

    fn task() -> Task {
        Task {
            allowance: PROGRAM,
            folder: None,
            environment: vec![
                ("LANG".into(), "C.UTF-8".into()),
                ("VACIA".into(), "".into()),
            ],
            command: ["/bin/echo", "", "¡hola!\n"].map(OsString::from).to_vec(),
        }
    }

    #[test]
    fn lo_que_se_encarga_es_lo_que_llega() {
        let compile = Task {
            allowance: COMPILER,
            folder: Some("/tmp/obra".into()),
            command: vec![OsString::from_vec(vec![0xff, b'a'])],
            ..task()
        };
        for task in [task(), compile] {
            let bytes = task.encode().unwrap();
            assert_eq!(Task::read(&mut bytes.as_slice()).unwrap(), Some(task));
        }
    }

    #[test]
    fn si_se_cierra_la_tuberia_no_hay_encargo() {
        assert_eq!(Task::read(&mut [].as_slice()).unwrap(), None);
    }

    #[test]
    fn lo_que_no_es_un_encargo_no_se_acepta() {
        let whole = task().encode().unwrap();
        let cut = &whole[..whole.len() - 3];
        let cases: [&[u8]; 4] = [cut, b"\0\0\0\x02{}", b"\xff\xff\xff\xff", b"\0\0\0\0"];
        for mut bytes in cases {
            assert!(Task::read(&mut bytes).is_err());
        }
    }

    #[test]
    fn un_cero_en_un_argumento_se_rechaza() {
        let mut task = task();
        task.command.push("a\0b".into());

        assert!(task.encode().is_err());
    }
}
