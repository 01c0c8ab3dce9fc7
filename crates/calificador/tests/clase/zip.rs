//! Un zip hecho byte a byte: los que hay que probar no los escribe ninguna biblioteca.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// Un archivo del zip, con todo lo que puede mentir.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Su nombre, como bytes.
    pub name: Vec<u8>,
    /// Lo que se guarda, ya comprimido si `method` es 8.
    pub data: Vec<u8>,
    /// El CRC que se declara.
    pub crc: u32,
    /// Lo que se declara que ocupa.
    pub size: u32,
    /// 0, tal cual; 8, deflate.
    pub method: u16,
    /// 1, cifrado; 0x800, nombre en UTF-8.
    pub flags: u16,
    /// Permisos y clase de archivo de Unix.
    pub mode: u32,
    /// Dónde se dice que empieza, si no es donde empieza.
    pub offset: Option<u32>,
}

impl Entry {
    /// Un archivo corriente, comprimido.
    pub fn new(name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        Self {
            name: name.as_bytes().to_vec(),
            data: encoder.finish().unwrap(),
            crc: crc32fast::hash(content),
            size: u32::try_from(content.len()).unwrap(),
            method: 8,
            flags: 0x800,
            mode: 0o100_644,
            offset: None,
        }
    }

    /// Con otra clase de archivo: enlace, tubería…
    pub fn of_mode(mut self, mode: u32) -> Self {
        self.mode = mode;
        self
    }

    fn header(&self, out: &mut Vec<u8>) {
        put16(out, &[self.flags, self.method, 0, 0x5C21]);
        put32(out, &[self.crc, len(&self.data), self.size]);
        put16(out, &[u16::try_from(self.name.len()).unwrap(), 0]);
    }
}

/// Los bytes de un zip con `entries`, que dice tener `declared` archivos.
pub fn lying(entries: &[Entry], declared: u16) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let here = entry.offset.unwrap_or(len(&out));
        out.extend(b"PK\x03\x04\x14\x00");
        entry.header(&mut out);
        out.extend(&entry.name);
        out.extend(&entry.data);
        // Hecho en Unix, para que valgan los permisos.
        directory.extend(b"PK\x01\x02\x14\x03\x14\x00");
        entry.header(&mut directory);
        put16(&mut directory, &[0, 0, 0]);
        put32(&mut directory, &[entry.mode << 16, here]);
        directory.extend(&entry.name);
    }
    let start = len(&out);
    out.extend(&directory);
    out.extend(b"PK\x05\x06");
    put16(&mut out, &[0, 0, declared, declared]);
    put32(&mut out, &[len(&directory), start]);
    put16(&mut out, &[0]);
    out
}

/// Los bytes de un zip con `entries`.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    lying(entries, u16::try_from(entries.len()).unwrap())
}

fn put16(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn put32(out: &mut Vec<u8>, numbers: &[u32]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn len(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}
