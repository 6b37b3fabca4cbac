package dev.meso.cli.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads {@code <configuration><property name="…" value="…"/></configuration>}. Document types and
 * entities are refused, so a file cannot make the reader open another one.
 */
final class MasterXml {
  private MasterXml() {}

  /** The properties by name. */
  static Map<String, String> read(Path file) {
    Element root = parse(file).getDocumentElement();
    if (!root.getTagName().equals("configuration")) {
      throw refused(
          file, "expected the element <configuration>, found <" + root.getTagName() + ">");
    }
    Map<String, String> properties = new TreeMap<>();
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        add(file, element, properties);
      }
    }
    return properties;
  }

  private static void add(Path file, Element element, Map<String, String> properties) {
    if (!element.getTagName().equals("property")
        || !element.hasAttribute("name")
        || !element.hasAttribute("value")) {
      throw refused(
          file,
          "expected <property name=\"…\" value=\"…\"/>, found <" + element.getTagName() + ">");
    }
    String name = element.getAttribute("name").strip();
    if (properties.put(name, element.getAttribute("value").strip()) != null) {
      throw refused(file, "property '" + name + "' stands there twice");
    }
  }

  private static Document parse(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      var builder = factory.newDocumentBuilder();
      // The default handler prints to standard error before it throws.
      builder.setErrorHandler(new DefaultHandler());
      return builder.parse(file.toFile());
    } catch (SAXException | IOException e) {
      throw refused(file, "cannot be read: " + e.getMessage());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SettingsException refused(Path file, String why) {
    return new SettingsException(file + ": " + why);
  }
}
