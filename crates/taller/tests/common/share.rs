//! El libro suelto, en un servidor de ficheros sin nada nuestro.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::thread;

/// Un servidor de ficheros cualquiera, con el libro en `/curso/`; devuelve su puerto.
/// Dura lo que la prueba.
pub fn share(book: &Path) -> u16 {
    share_at("/curso/", book)
}

/// Lo mismo, con el libro en la carpeta `folder`.
pub fn share_at(folder: &'static str, book: &Path) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let book = book.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let book = book.clone();
            thread::spawn(move || hand_over(folder, &book, stream));
        }
    });
    port
}

fn hand_over(folder: &str, book: &Path, mut stream: TcpStream) -> Option<()> {
    let mut request = String::new();
    BufReader::new(&stream).read_line(&mut request).ok()?;
    let path = request.split_whitespace().nth(1)?;
    let file = book.join(path.split('?').next()?.strip_prefix(folder)?);
    let kind = match file.extension()?.to_str()? {
        "html" => "text/html",
        "js" => "text/javascript",
        "css" => "text/css",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let bytes = fs::read(file).ok()?;
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        bytes.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&bytes).ok()
}
