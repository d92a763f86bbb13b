import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** Reads one pair a line, {"reader": …, "writer": …}, and answers what Avro Java says of it, a line each. */
public class Check {
  private static final ObjectMapper json = new ObjectMapper();

  public static void main(String[] arguments) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(json.writeValueAsString(answer(json.readTree(line))));
    }
    out.flush();
  }

  private static ObjectNode answer(JsonNode pair) {
    ObjectNode answer = json.createObjectNode();
    Schema reader;
    Schema writer;
    try {
      reader = new Schema.Parser().parse(pair.get("reader").toString());
      writer = new Schema.Parser().parse(pair.get("writer").toString());
    } catch (RuntimeException error) {
      return answer.put("unreadable", String.valueOf(error.getMessage()));
    }
    try {
      SchemaPairCompatibility result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
      answer.put("compatible", result.getType() == SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
      result.getResult().getIncompatibilities().forEach(one -> answer.withArray("incompatibilities").addObject()
          .put("type", one.getType().name()).put("location", one.getLocation()).put("message", one.getMessage()));
      return answer;
    } catch (AvroRuntimeException error) {
      // A field that could be read from several: registries answer "incompatible".
      return answer.put("compatible", false).put("thrown", String.valueOf(error.getMessage()));
    }
  }
}
